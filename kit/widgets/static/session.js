// The run-of-show for the facilitator. Everything shown comes from the host through the notebook's kernel:
// asked for when something is done, and every few seconds so that two who facilitate see the same.

import { element, given, own, wording } from "./shared/dom.js";
import { statusLine } from "./shared/status.js";
import { EndCard, OverCard } from "./session/ending.js";
import { ExerciseRow } from "./session/exercises.js";
import { Clock, LateCard, Notes, NowCard, PlanCard } from "./session/now.js";
import { JoinLine, PairsCard, PlacesCard } from "./session/people.js";

const LOOK_AGAIN = 2000;
const LOOK_AWAY = 8000;
const SILENCE = 8000;
const SAID = 15000;
// What a command of the kit may take.
const COMMAND = 130000;
const COMMANDS = ["report", "debrief"];

export class Session {
  // How the room stands; nothing is there before the notebook has said it for the first time.
  /** @type {Run.Room | null} */
  heard = null;
  body = element("div", { class: "kit-session-body", hidden: true });
  acts = element("div", { class: "kit-session-acts", hidden: true });
  /** @type {number | undefined} */
  ticking;
  /** @type {number | undefined} */
  looking;
  /** @type {number | undefined} */
  waiting;
  /** @type {number | undefined} */
  fading;

  /** @param {Run.Spec} spec @param {Kit.Model<Run.Spec, Run.Room>} model */
  constructor(spec, model) {
    this.spec = spec;
    this.model = model;
    this.words = wording(spec);
    this.clock = new Clock();
    this.asked = 0;
    // The number of what was asked last that is more than a look.
    this.acted = 0;
    /** @type {{ type: string, exercise?: string }} */
    this.done = { type: "look" };
    this.receive = this.receive.bind(this);
    this.wake = () => document.hidden || this.look();
    this.banner = statusLine("kit-form-status kit-session-away");
    this.said = statusLine("kit-form-status kit-session-said");
    this.exercises = new Map(spec.blocks.flatMap(({ exercises }) => exercises)
      .map((exercise) => [exercise.id, new ExerciseRow(exercise, this)]));
    this.now = new NowCard(this);
    this.notes = new Notes(this);
    this.late = new LateCard(this);
    this.plan = new PlanCard(this);
    this.pairs = new PairsCard(this);
    this.join = new JoinLine(this);
    this.places = new PlacesCard(this);
    this.end = new EndCard(this);
    this.over = new OverCard(this);
    this.node = this.frame();
  }

  get room() {
    return given(this.heard);
  }

  frame() {
    const { words, spec } = this;
    const title = element("h2", { class: "kit-form-title" }, words("title", { week: spec.week, title: spec.title }));
    this.acts.append(this.join.acts, this.end.node);
    const left = element("div", { class: "kit-session-left-side" }, this.now.node, this.late.node);
    const right = element("div", { class: "kit-session-right-side" }, this.plan.node, this.pairs.node, this.notes.node);
    this.body.append(
      element("div", { class: "kit-session-top" }, this.join.node, this.places.node),
      element("div", { class: "kit-session-columns" }, left, right));
    const head = element("div", { class: "kit-session-head" }, title, this.acts);
    const page = element("div", { class: "kit-form-page" }, head, this.banner.node, this.said.node, this.body,
      this.over.node);
    return element("div", { class: `kit-form kit-session${spec.alone ? " kit-alone" : ""}` }, page);
  }

  open() {
    this.model.on("msg:custom", this.receive);
    document.addEventListener("visibilitychange", this.wake);
    this.ticking = setInterval(() => this.tick(), 1000);
    this.look();
  }

  shut() {
    this.model.off("msg:custom", this.receive);
    document.removeEventListener("visibilitychange", this.wake);
    clearInterval(this.ticking);
    clearTimeout(this.looking);
    clearTimeout(this.waiting);
    clearTimeout(this.fading);
  }

  look() {
    this.ask({ type: "look" });
  }

  // Asked once; whoever presses a button again asks again. Silence is told, and only looking goes on by itself.
  /** @param {Run.Asking} message */
  ask(message) {
    this.asked += 1;
    if (message.type !== "look") {
      this.done = message;
      this.acted = this.asked;
    }
    clearTimeout(this.looking);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.beSilent(), COMMANDS.includes(message.type) ? COMMAND : SILENCE);
    try {
      this.model.send({ ...message, ask: this.asked });
    } catch {
      // A dead kernel is told just as silence is.
      clearTimeout(this.waiting);
      this.beSilent();
    }
  }

  beSilent() {
    this.banner.say("problem", this.words("silent_title"), this.words("silent"));
    this.lookLater(LOOK_AWAY);
  }

  /** @param {number} wait */
  lookLater(wait) {
    clearTimeout(this.looking);
    this.looking = setTimeout(() => document.hidden || this.look(), wait);
  }

  /** @param {Run.Room} message */
  receive(message) {
    if (!message || message.type !== "room") return;
    this.heard = message;
    this.clock.set(message);
    if (message.ask === this.asked) clearTimeout(this.waiting);
    this.show();
    if (message.said) this.say(message.failed ? "failed" : "done", message.said);
    // What was refused before is not true any more.
    else if (message.ask === this.acted) this.said.say("fine", "", "");
    if (message.proposal) this.late.offer(message.proposal);
    if (message.screen) this.join.offer(message.screen);
    if (message.texts) this.exercises.get(message.texts.exercise)?.texts.offer(message.texts.items);
    if (message.names) this.pairs.list(message.names);
    if (message.ended !== null && message.ask === this.acted) this.over.done(message);
    if (message.groups) this.pairs.offer(message.groups, message.why ?? []);
    if (message.ended === null) this.lookLater(message.away ? LOOK_AWAY : LOOK_AGAIN);
  }

  show() {
    const { room, words } = this;
    this.over.show();
    this.body.hidden = this.acts.hidden = room.ended !== null;
    if (room.ended !== null) return void this.banner.say("fine", "", "");
    const trouble = room.away || room.elsewhere;
    const title = trouble ? words(room.away ? "away_title" : "elsewhere_title") : "";
    this.banner.say(trouble ? "problem" : "fine", title, trouble);
    this.late.node.hidden = this.pairs.node.hidden = Boolean(room.elsewhere);
    const parts = [this.join, this.places, this.now, this.notes, this.late, this.plan, this.end];
    for (const part of [...parts, ...this.exercises.values()]) part.show();
  }

  tick() {
    if (!this.heard) return;
    this.now.tick();
    this.late.tick();
  }

  // Said where it was done, for the page is longer than a display. What was done can be seen there afterwards, but for
  // a result, which is shown elsewhere: that stays until something else is said, and so does what was refused.
  /** @param {"done" | "failed"} state @param {string} sentence */
  say(state, sentence) {
    clearTimeout(this.fading);
    this.placeOf(this.done).append(this.said.node);
    this.said.say(state === "failed" ? "problem" : "received", "", sentence);
    if (state === "failed" || this.done.type === "reveal") return;
    this.fading = setTimeout(() => this.said.say("fine", "", ""), SAID);
  }

  // What cannot be asked of the notebook is refused here, beside the field that it is about; and where the notebook
  // takes long, that is said there.
  /** @param {string} type @param {string} sentence @param {"done" | "failed"} state */
  refuse(type, sentence, state = "failed") {
    this.done = { type };
    this.say(state, sentence);
  }

  /** @param {{ type: string, exercise?: string }} done */
  placeOf({ type, exercise }) {
    const { late, pairs, join, now, places, end, over } = this;
    /** @type {{ [type: string]: { node: HTMLElement } }} */
    const parts = { propose: late, apply: late, undo: late, names: pairs, draw: pairs,
      roster: pairs, show_pairs: pairs, screen: join,
      people: places, free: places, free_all: places, end, report: over, debrief: over };
    return (this.exercises.get(exercise ?? "") ?? own(parts, type) ?? now).node;
  }

  /** @param {string} id */
  blockOf(id) {
    const block = this.spec.blocks.find((one) => one.id === id);
    if (!block) throw new RangeError(`This week has no block called ${id}.`);
    return block;
  }

  /** @param {string | null} id */
  titleOf(id) {
    return id ? this.blockOf(id).title : "";
  }

  // An exercise has one row, which stands with its block wherever that is shown.
  /** @param {HTMLElement} parent @param {Run.Exercise[]} exercises */
  place(parent, exercises) {
    for (const { id } of exercises) {
      const node = this.exercises.get(id)?.node;
      if (node && node.parentNode !== parent) parent.append(node);
    }
  }
}

/** @param {Kit.Rendering<Run.Spec, Run.Room>} place */
function render({ model, el }) {
  const session = new Session(model.get("spec"), model);
  // JupyterLab cancels typing below a cell unless it is kept from hearing of it.
  session.node.addEventListener("beforeinput", (event) => event.stopPropagation(), true);
  el.append(session.node);
  session.open();
  return () => session.shut();
}

export default { render };
