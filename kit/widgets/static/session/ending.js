// The end of a session: one question first, and then what the group sees of it.

import { button, element } from "../shared/dom.js";

/** @import { Session } from "../session.js" */

export class EndCard {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    const { words } = session;
    this.end = button({ class: "kit-form-quiet", onclick: () => this.makeSure(true) }, words("end"));
    this.no = button({ class: "kit-form-quiet", onclick: () => this.makeSure(false) }, words("end_no"));
    const yes = button({ class: "kit-form-send", onclick: () => this.go() }, words("end_yes"));
    const frame = { class: "kit-session-sure", role: "group", "aria-label": words("end_sure"), hidden: true };
    this.sure = element("div", frame, element("p", {}, words("end_sure")),
      element("div", { class: "kit-form-buttons" }, this.no, yes));
    this.sure.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.makeSure(false);
    });
    this.node = element("div", { class: "kit-session-end" }, this.end, this.sure);
  }

  /** @param {boolean} asking */
  makeSure(asking) {
    this.sure.hidden = !asking;
    this.end.setAttribute("aria-expanded", String(asking));
    (asking ? this.no : this.end).focus();
  }

  go() {
    this.makeSure(false);
    this.session.ask({ type: "end" });
  }

  show() {
    this.node.hidden = Boolean(this.session.room.elsewhere);
  }
}

// What stands in the place of everything else afterwards.
export class OverCard {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.shown = "";
    this.node = element("div", { class: "kit-session-over", hidden: true });
  }

  show() {
    const { room, words } = this.session;
    this.node.hidden = room.ended === null;
    const text = JSON.stringify(room.ended);
    if (room.ended === null || text === this.shown) return;
    this.shown = text;
    const head = element("h3", { class: "kit-session-block", tabindex: "-1" }, words("ended_title"));
    const lines = room.ended.map((line) => element("li", {}, line));
    const results = lines.length ? [element("h4", {}, words("ended_results")), element("ul", {}, ...lines)] : [];
    this.node.replaceChildren(head, element("p", {}, words("ended")), ...results,
      element("p", {}, words("ended_then")));
    head.focus();
    // What stood here was longer, and JupyterLab may still show the place below it.
    setTimeout(() => head.scrollIntoView({ block: "center" }));
  }
}
