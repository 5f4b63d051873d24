// The end of a session: one question first, and then what the group sees of it.

import { button, control, element, uniquePrefix } from "../shared/dom.js";

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

// What stands in the place of everything else afterwards: what the group sees, notes for next time, and the report.
export class OverCard {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.shown = "";
    const { words } = session;
    this.results = element("div", { class: "kit-session-left-over" });
    this.prefix = uniquePrefix();
    this.change = this.line("change");
    this.well = this.line("well");
    this.keep = button({ class: "kit-form-quiet", onclick: () => this.ask({ type: "debrief",
      change: this.change.value, well: this.well.value }) }, words("after_keep"));
    this.make = button({ class: "kit-form-send", onclick: () => this.ask({ type: "report" }) }, words("after_report"));
    this.place = element("span");
    const field = (/** @type {HTMLTextAreaElement} */ box, /** @type {string} */ name) =>
      element("div", {}, element("label", { for: box.id }, words(name)), box);
    const notes = element("section", {}, element("h3", {}, words("after_notes")),
      element("p", {}, words("after_no_names")), field(this.change, "after_change"), field(this.well, "after_well"),
      element("div", { class: "kit-form-buttons" }, this.keep));
    const report = element("div", { class: "kit-form-buttons" }, this.make, this.place);
    this.after = element("div", { class: "kit-session-after", hidden: !session.spec.alone }, report, notes);
    const next = button({ class: "kit-form-quiet", hidden: !session.spec.alone,
      onclick: () => session.ask({ type: "next" }) }, words("after_next"));
    this.node = element("div", { class: "kit-session-over", hidden: true }, this.results, this.after,
      element("p", { class: "kit-session-then" }, words("ended_then")), next);
  }

  /** @param {string} name */
  line(name) {
    return control("textarea", { id: `${this.prefix}-${name}`, rows: 2, maxlength: 400 });
  }

  /** @param {Run.Asking} message */
  ask(message) {
    for (const one of [this.keep, this.make]) one.disabled = true;
    this.session.refuse(message.type, this.session.words("after_doing"), "done");
    this.session.ask(message);
  }

  /** @param {Run.Room} message */
  done({ report }) {
    for (const one of [this.keep, this.make]) one.disabled = false;
    if (!report) return;
    const aside = { target: "_blank", rel: "noopener" };
    const link = control("a", { href: `/files/${report}`, ...aside }, this.session.words("after_open"));
    this.place.replaceChildren(link);
    link.focus();
  }

  show() {
    const { room, words } = this.session;
    this.node.hidden = room.ended === null;
    const text = JSON.stringify(room.ended);
    if (room.ended === null || text === this.shown) return;
    this.shown = text;
    const head = control("h3", { class: "kit-session-block", tabindex: "-1" }, words("ended_title"));
    const lines = room.ended.map((line) => element("li", {}, line));
    const results = lines.length ? [element("h4", {}, words("ended_results")), element("ul", {}, ...lines)] : [];
    this.results.replaceChildren(head, element("p", {}, words("ended")), ...results);
    head.focus();
    // What stood here was longer, and JupyterLab may still show the place below it.
    setTimeout(() => head.scrollIntoView({ block: "center" }));
  }
}
