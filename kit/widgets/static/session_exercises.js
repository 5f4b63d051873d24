// One exercise in the facilitator's hands: open, close, reveal. How far it is comes in words and never as a number.

import { button, control, element, giveWay, onlyRead, own } from "./shared/dom.js";
import { minutesIn, write } from "./session_now.js";
import { TextsPart } from "./session_texts.js";

const STATUS_WORDS = { "never opened": "status_never", open: "status_open", closed: "status_closed" };
const PROGRESS_WORDS = { "fewer than k": "progress_few", "k or more": "progress_enough" };

export class ExerciseRow {
  constructor(exercise, session) {
    Object.assign(this, { exercise, session });
    const { words } = session;
    this.state = element("span", { class: "kit-session-state" });
    this.open = this.act("open", words("open"));
    this.close = this.act("close", words("close"));
    this.reveal = this.named({ onclick: () => this.makeSure(true) }, words("reveal"));
    this.sure = this.surely();
    this.texts = new TextsPart(exercise, session);
    this.look = this.named({ onclick: () => this.texts.ask() }, words("texts"));
    const buttons = element("div", { class: "kit-form-buttons" }, this.open, this.close, this.reveal, this.look);
    const title = element("p", {}, element("strong", {}, exercise.title), " ", this.state);
    this.node = element("div", { class: "kit-session-exercise" }, title, buttons, this.sure, this.texts.node);
  }

  // The title stands in every button's name for those who hear the buttons one after another.
  named(attributes, text) {
    return button({ class: "kit-form-quiet", ...attributes }, text, onlyRead(` “${this.exercise.title}”`));
  }

  act(type, text) {
    return this.named({ onclick: () => this.session.ask({ type, exercise: this.exercise.id }) }, text);
  }

  surely() {
    const { words } = this.session;
    const question = words("reveal_sure", { title: this.exercise.title });
    const yes = button({ class: "kit-form-send", onclick: () => this.doReveal() }, words("reveal_yes"));
    this.no = button({ class: "kit-form-quiet", onclick: () => this.makeSure(false) }, words("reveal_no"));
    const buttons = element("div", { class: "kit-form-buttons" }, this.no, yes);
    const frame = { class: "kit-session-sure", role: "group", "aria-label": question, hidden: true };
    const box = element("div", frame, element("p", {}, question), buttons);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.makeSure(false);
    });
    return box;
  }

  makeSure(asking) {
    this.sure.hidden = !asking;
    this.reveal.setAttribute("aria-expanded", String(asking));
    (asking ? this.no : this.reveal).focus();
  }

  doReveal() {
    this.makeSure(false);
    this.session.ask({ type: "reveal", exercise: this.exercise.id });
  }

  show() {
    const { room, words } = this.session;
    const found = own(room.exercises, this.exercise.id);
    this.node.hidden = !found;
    if (!found) return;
    const { status, progress } = found;
    const progressName = status === "open" && this.exercise.collects ? own(PROGRESS_WORDS, progress) : undefined;
    write(this.state, [words(STATUS_WORDS[status]), progressName && words(progressName)].filter(Boolean).join(" "));
    this.node.dataset.status = status;
    write(this.open.firstChild, words(status === "closed" ? "open_again" : "open"));
    const open = status === "open";
    const [shown, gone] = open ? [this.close, this.open] : [this.open, this.close];
    shown.hidden = false;
    giveWay(gone, true, shown);
    this.reveal.hidden = !this.exercise.reveals || status === "never opened";
    if (this.reveal.hidden) this.sure.hidden = true;
    this.look.hidden = !this.exercise.texts || status !== "closed";
    if (this.look.hidden) this.texts.offer([]);
  }
}

export class PlanCard {
  constructor(session) {
    this.session = session;
    this.rows = new Map(session.spec.blocks.map((block) => [block.id, this.row(block)]));
    const rows = [...this.rows.values()].map(({ node }) => node);
    const { words } = session;
    this.again = button({ class: "kit-form-quiet", onclick: () => this.makeSure(true) }, words("again"));
    this.sure = this.surely();
    this.node = element("details", { class: "kit-session-plan", open: true }, control("summary", {}, words("plan")),
      element("ol", {}, ...rows), this.again, this.sure);
  }

  row(block) {
    const { words } = this.session;
    const row = { block, time: element("span", { class: "kit-session-time" }), state: element("span") };
    const go = () => this.session.ask({ type: "begin", block: block.id, late: 0 });
    row.go = button({ class: "kit-form-quiet", onclick: go }, words("go_here"), onlyRead(` “${block.title}”`));
    row.exercises = element("div", { class: "kit-session-exercises" });
    const head = element("div", { class: "kit-session-row" }, row.time, element("strong", {}, block.title), row.state, row.go);
    row.node = element("li", {}, head, row.exercises);
    return row;
  }

  surely() {
    const { words, spec } = this.session;
    const start = () => {
      this.makeSure(false);
      this.session.ask({ type: "begin", block: spec.blocks[0].id, late: 0, again: true });
    };
    this.no = button({ class: "kit-form-quiet", onclick: () => this.makeSure(false) }, words("again_no"));
    const buttons = element("div", { class: "kit-form-buttons" }, this.no, button({ class: "kit-form-quiet", onclick: start },
      words("again_yes")));
    const frame = { class: "kit-session-sure", role: "group", "aria-label": words("again_sure"), hidden: true };
    return element("div", frame, element("p", {}, words("again_sure")), buttons);
  }

  makeSure(asking) {
    this.sure.hidden = !asking;
    (asking ? this.no : this.again).focus();
  }

  show() {
    const { room, clock, words } = this.session;
    const at = room.slots.findIndex(({ block }) => block === room.block);
    room.slots.forEach((slot, index) => {
      const row = this.rows.get(slot.block);
      const state = this.state(slot, index, at);
      row.node.dataset.state = state;
      const ahead = at < 0 ? words("minute_at", { minute: slot.start }) : clock.at(slot.start);
      write(row.time, ["done", "dropped"].includes(state) ? "" : ahead);
      write(row.state, this.stateWords(state, slot));
      row.go.hidden = state === "now" || at < 0;
      if (state !== "now") this.session.place(row.exercises, row.block.exercises);
    });
    this.again.hidden = at < 0;
  }

  state(slot, index, at) {
    if (slot.dropped) return "dropped";
    if (index === at) return "now";
    return index < at ? "done" : "ahead";
  }

  stateWords(state, slot) {
    const { words } = this.session;
    return state === "ahead" ? minutesIn(words, slot.minutes) : words(`state_${state}`);
  }
}
