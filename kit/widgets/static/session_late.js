// "We are late": what would give way, in sentences, before anything is changed; and a way back.

import { button, control, element, uniquePrefix } from "./shared/dom.js";
import { lateBy, minutesIn, write } from "./session_now.js";

const LATE_BY = [5, 8, 10];

export class LateCard {
  constructor(session) {
    this.session = session;
    const { words } = session;
    this.prefix = uniquePrefix();
    this.about = element("p");
    this.heading = element("h4", {});
    this.clocked = button({ class: "kit-form-quiet", onclick: () => this.propose(null) });
    const choices = LATE_BY.map((count) =>
      button({ class: "kit-form-quiet", onclick: () => this.propose(count) }, minutesIn(words, count)));
    this.other = control("input", { type: "number", id: `${this.prefix}-other`, min: 1, max: 240, step: 1, inputmode: "numeric" });
    this.other.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.proposeOther();
    });
    const own = element("label", { for: this.other.id }, words("late_other"));
    const shows = button({ class: "kit-form-quiet", onclick: () => this.proposeOther() }, words("late_show"));
    const row = element("div", { class: "kit-form-buttons" }, this.clocked, ...choices,
      element("span", { class: "kit-session-other" }, own, this.other, shows));
    this.undo = button({ class: "kit-form-quiet", onclick: () => this.takeBack() }, words("undo"));
    this.proposal = control("div", { class: "kit-session-proposal", tabindex: "-1", hidden: true });
    this.node = element("div", { class: "kit-session-late" }, this.heading, this.about, row, this.proposal, this.undo);
  }

  propose(late) {
    const { room, spec } = this.session;
    if (room.block) return this.session.ask({ type: "propose", late });
    return this.session.ask({ type: "begin", block: spec.blocks[0].id, late });
  }

  proposeOther() {
    const count = this.other.valueAsNumber;
    if (Number.isInteger(count) && count >= 1 && count <= 240) this.propose(count);
    else this.session.refuse("propose", this.session.words("late_number"));
  }

  takeBack() {
    this.clocked.hidden ? this.other.focus() : this.clocked.focus();
    this.session.ask({ type: "undo" });
  }

  offer({ sentences, changes }) {
    const { words } = this.session;
    const lines = element("ul", {}, ...sentences.map((sentence) => element("li", {}, sentence)));
    const leave = button({ class: "kit-form-quiet", onclick: () => this.leave() }, words(changes ? "leave" : "understood"));
    const apply = button({ class: "kit-form-send", onclick: () => this.apply() }, words("apply"));
    const buttons = element("div", { class: "kit-form-buttons" }, changes ? apply : null, leave);
    const title = element("p", { id: `${this.prefix}-proposal` }, element("strong", {}, words("proposal")));
    this.proposal.setAttribute("role", "group");
    this.proposal.setAttribute("aria-labelledby", title.id);
    this.proposal.replaceChildren(title, lines, buttons.childElementCount ? buttons : "");
    this.proposal.hidden = false;
    this.proposal.focus();
  }

  leave() {
    this.proposal.hidden = true;
    this.other.focus();
  }

  apply() {
    this.leave();
    this.session.ask({ type: "apply" });
  }

  show() {
    const { room, words } = this.session;
    write(this.heading, words(room.block ? "late_title" : "late_begin"));
    this.undo.hidden = !room.undo;
    this.tick();
  }

  tick() {
    const { room, words, clock } = this.session;
    const late = lateBy(room, clock.elapsed);
    this.clocked.hidden = late < 1;
    write(this.clocked, words("late_clock", { minutes: minutesIn(words, late) }));
    const behind = late < 1 ? words("late_not") : words("late_behind", { minutes: minutesIn(words, late) });
    write(this.about, room.block ? behind : words("late_begin_about"));
  }
}
