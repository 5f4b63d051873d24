// Where the room is: the clock, the current block, what is left of it, the plan, and what gives way when it is late.

import { button, control, element, giveWay, onlyRead, uniquePrefix } from "../shared/dom.js";
import { Elapsed } from "../shared/elapsed.js";

/** @import { Session } from "../session.js" */

// Minutes since the session began: as the host said, and counted on from there until it says it again.
export class Clock {
  constructor() {
    this.told = 0;
    this.heard = new Elapsed();
    this.runs = false;
  }

  /** @param {Run.Room} room */
  set(room) {
    this.told = room.elapsed;
    this.heard = new Elapsed();
    this.runs = room.block !== null;
  }

  get elapsed() {
    return this.runs ? this.told + this.heard.seconds / 60 : 0;
  }

  // The time of day at a minute of the session.
  /** @param {number} minute */
  at(minute) {
    const moment = new Date(Date.now() + (minute - this.elapsed) * 60000);
    return moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  }
}

/** @param {Kit.Words} words @param {number} count */
export function minutesIn(words, count) {
  return count === 1 ? words("minute") : words("minutes", { count });
}

/** @param {Kit.Words} words @param {number} left */
function leftInBlock(words, left) {
  if (left >= 1) return words("left", { minutes: minutesIn(words, Math.ceil(left)) });
  if (left > 0) return words("left_less");
  if (left > -1) return words("over_now");
  return words("over_by", { minutes: minutesIn(words, Math.floor(-left)) });
}

// By how many minutes the end moves as things stand; the current block may be running over meanwhile.
/** @param {Run.Clocked & { minutes: number }} room @param {number} elapsed */
export function lateBy(room, elapsed) {
  return room.block ? Math.max(0, Math.ceil(Math.max(room.ends, elapsed) + room.rest - room.minutes)) : 0;
}

/** @param {Node | null} node @param {string} text */
export function write(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}

export class NowCard {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.clock = element("p", { class: "kit-session-clock" });
    this.title = element("h3", { class: "kit-session-block" });
    this.left = element("p", { class: "kit-session-left" });
    this.fill = element("span");
    this.bar = element("div", { class: "kit-session-bar", "aria-hidden": "true" }, this.fill);
    this.next = element("p", { class: "kit-session-next" });
    this.go = button({ class: "kit-form-send", onclick: () => this.goOn() });
    this.both = button({ class: "kit-form-quiet", onclick: () => this.goOn(this.first()?.id) });
    const on = element("div", { class: "kit-form-buttons" }, this.go, this.both);
    this.exercises = element("div", { class: "kit-session-exercises" });
    this.over = element("p", { class: "kit-form-unseen", role: "status" });
    const parts = [this.clock, this.title, this.left, this.bar, this.next];
    this.node = element("div", { class: "kit-session-now" }, ...parts, on, this.exercises, this.over);
  }

  // With "open", what the next part begins with is open at once.
  /** @param {string} [open] */
  goOn(open) {
    const { room, spec } = this.session;
    this.session.ask({ type: "begin", block: room.block ? room.next : spec.blocks[0].id, late: 0, open });
  }

  // The exercise that the next part begins with, where nobody has opened it yet.
  first() {
    const { room } = this.session;
    const next = room.block && room.next ? this.session.blockOf(room.next) : null;
    return next?.exercises.find(({ id }) => room.exercises[id]?.status === "never opened");
  }

  show() {
    const { room, words } = this.session;
    const begun = room.block !== null;
    const block = begun ? this.session.blockOf(room.block) : null;
    write(this.title, block ? block.title : words("not_begun"));
    write(this.next, this.nextWords());
    // What is asked here comes first: whoever goes on without it has left it out.
    const due = Boolean(block?.exercises.some(({ id }) => room.exercises[id]?.status === "never opened"));
    this.go.className = due ? "kit-form-quiet" : "kit-form-send";
    this.go.hidden = Boolean(room.elsewhere) || (begun && !room.next);
    const first = this.first();
    giveWay(this.both, !first || due || this.go.hidden, this.go);
    write(this.both, first ? words("go_on_open", { title: first.title }) : "");
    write(this.go, begun ? words("go_on", { title: this.session.titleOf(room.next) }) : words("begin"));
    this.bar.hidden = !begun;
    this.session.place(this.exercises, block ? block.exercises : []);
    this.tick();
  }

  nextWords() {
    const { room, words } = this.session;
    if (room.block === null) return words("begin_about");
    if (!room.next) return words("next_none");
    const slot = room.slots.find(({ block }) => block === room.next);
    return words("next", { title: this.session.titleOf(room.next), minutes: minutesIn(words, slot?.minutes ?? 0) });
  }

  tick() {
    const { room, words, clock } = this.session;
    if (room.block === null) {
      write(this.clock, words("clock_before", { minutes: minutesIn(words, room.minutes) }));
      write(this.left, "");
      return;
    }
    const { elapsed } = clock;
    const left = room.ends - elapsed;
    const slot = room.slots.find(({ block }) => block === room.block);
    const ends = clock.at(room.minutes + lateBy(room, elapsed));
    write(this.clock, words("clock", { now: Math.floor(elapsed), all: room.minutes, ends }));
    write(this.left, leftInBlock(words, left));
    this.left.dataset.over = String(left <= 0);
    // Read out once, when the time of a block is over; minutes that tick by are not news.
    write(this.over, left <= 0 ? words("over_read", { title: this.title.textContent }) : "");
    const share = 1 - left / Math.max(1, slot?.minutes ?? 1);
    this.fill.style.width = `${Math.min(100, Math.max(0, share * 100))}%`;
  }
}

export class Notes {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.shown = "";
    this.node = element("div", { class: "kit-session-notes" });
  }

  // Before the session the notes are those of its first block.
  show() {
    const { spec, room, words } = this.session;
    const block = this.session.blockOf(room.block ?? spec.blocks[0].id);
    if (this.shown === block.id) return;
    this.shown = block.id;
    const lists = Object.entries(spec.heads).map(([name, head]) => {
      const lines = block.notes[name].map((line) => element("li", {}, line));
      const list = element("ul", {}, ...lines);
      return element("div", { class: `kit-session-note-${name}` }, element("h4", {}, head), list);
    });
    const label = element("strong", {}, words("safety"));
    const safety = element("p", { class: "kit-session-safety" }, label, " ", spec.safety);
    const before = element("p", { class: "kit-session-before", hidden: !block.before }, block.before);
    this.node.replaceChildren(element("h3", {}, words("notes", { title: block.title })), before, ...lists, safety);
  }
}

const LATE_BY = [5, 8, 10];

// "We are late": what would give way, in sentences, before anything is changed; and a way back.
export class LateCard {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    const { words } = session;
    this.prefix = uniquePrefix();
    this.about = element("p");
    this.heading = element("h3", {});
    this.clocked = button({ class: "kit-form-quiet", onclick: () => this.propose(null) });
    const choices = LATE_BY.map((count) =>
      button({ class: "kit-form-quiet", onclick: () => this.propose(count) }, minutesIn(words, count)));
    const limits = { min: 1, max: 240, step: 1, inputmode: "numeric" };
    this.other = control("input", { type: "number", id: `${this.prefix}-other`, ...limits });
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

  /** @param {number | null} late */
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
    (this.clocked.hidden ? this.other : this.clocked).focus();
    this.session.ask({ type: "undo" });
  }

  /** @param {Run.Proposal} proposal */
  offer({ sentences, changes }) {
    const { words } = this.session;
    const lines = element("ul", {}, ...sentences.map((sentence) => element("li", {}, sentence)));
    const quiet = { class: "kit-form-quiet", onclick: () => this.leave() };
    const leave = button(quiet, words(changes ? "leave" : "understood"));
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

export class PlanCard {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.rows = new Map(session.spec.blocks.map((block) => [block.id, this.row(block)]));
    const rows = [...this.rows.values()].map(({ node }) => node);
    const { words } = session;
    this.again = button({ class: "kit-form-quiet", onclick: () => this.makeSure(true) }, words("again"));
    this.no = button({ class: "kit-form-quiet", onclick: () => this.makeSure(false) }, words("again_no"));
    this.sure = this.surely();
    const folds = { class: "kit-session-plan", open: !session.spec.alone };
    this.node = element("details", folds, control("summary", {}, words("plan")),
      element("ol", {}, ...rows), this.again, this.sure);
  }

  /** @param {Run.Block} block @returns {Run.Row} */
  row(block) {
    const { words } = this.session;
    const [time, state] = [element("span", { class: "kit-session-time" }), element("span")];
    const onclick = () => this.session.ask({ type: "begin", block: block.id, late: 0 });
    const go = button({ class: "kit-form-quiet", onclick }, words("go_here"), onlyRead(` “${block.title}”`));
    const exercises = element("div", { class: "kit-session-exercises" });
    const head = element("div", { class: "kit-session-row" }, time, element("strong", {}, block.title), state, go);
    return { block, time, state, go, exercises, node: element("li", {}, head, exercises) };
  }

  surely() {
    const { words, spec } = this.session;
    const start = () => {
      this.makeSure(false);
      this.session.ask({ type: "begin", block: spec.blocks[0].id, late: 0, again: true });
    };
    const yes = button({ class: "kit-form-quiet", onclick: start }, words("again_yes"));
    const buttons = element("div", { class: "kit-form-buttons" }, this.no, yes);
    const frame = { class: "kit-session-sure", role: "group", "aria-label": words("again_sure"), hidden: true };
    return element("div", frame, element("p", {}, words("again_sure")), buttons);
  }

  /** @param {boolean} asking */
  makeSure(asking) {
    this.sure.hidden = !asking;
    (asking ? this.no : this.again).focus();
  }

  show() {
    const { room, clock, words } = this.session;
    const at = room.slots.findIndex(({ block }) => block === room.block);
    room.slots.forEach((slot, index) => {
      const row = this.rows.get(slot.block);
      if (!row) return;
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

  /** @param {Run.Slot} slot @param {number} index @param {number} at */
  state(slot, index, at) {
    if (slot.dropped) return "dropped";
    if (index === at) return "now";
    return index < at ? "done" : "ahead";
  }

  /** @param {string} state @param {Run.Slot} slot */
  stateWords(state, slot) {
    const { words } = this.session;
    return state === "ahead" ? minutesIn(words, slot.minutes) : words(`state_${state}`);
  }
}
