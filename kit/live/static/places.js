// What stands in the page's places: the form of an exercise, and the very practices that a notebook runs.

import { showForm } from "../../widgets/static/exercise/form.js";
import { element } from "../../widgets/static/shared/dom.js";
import { ask } from "./net.js";
import { pickLine } from "./now.js";

// How long a form may say "on its way" before it says that the answers wait here.
const QUICK = 2000;
// How long the host may take to say what it has before a form says that nobody answers.
const PATIENCE = 3000;

// One exercise on the page: its form, and what the form is told of its answers.
/** @implements {Kit.Carrier} */
export class ExercisePlace {
  /** @param {{ spec: Kit.ExerciseSpec, page: import("./page.js").WeekPage, choose: () => void }} about */
  constructor({ spec, page, choose }) {
    const { id, title } = spec.exercise;
    this.spec = spec;
    this.page = page;
    this.pick = pickLine(title, page.words("pick_open"), choose);
    this.el = element("div", { class: "page-mount" });
    const marks = { id: `exercise-${id}`, class: "page-item", "data-exercise": id, "aria-label": title };
    this.node = element("section", marks, this.pick, this.el);
    this.isFolded = false;
    this.isShown = false;
    this.opened = Date.now();
    this.sendingSince = 0;
    this.trouble = "";
    this.shares = true;
    this.changed = () => {};
    this.week = spec.week;
    this.id = id;
  }

  show() {
    if (this.isShown) return;
    this.isShown = true;
    showForm(this.spec, this, this.el);
  }

  card() {
    this.pick.hidden = true;
    this.el.hidden = false;
    this.show();
  }

  // What is done is a line by itself.
  line() {
    this.pick.hidden = this.isFolded;
    this.el.hidden = !this.isFolded;
    this.show();
  }

  // What nobody sends stands wherever it is looked at.
  /** @param {HTMLElement} place */
  into(place) {
    if (this.node.parentNode !== place) place.append(this.node);
    this.card();
  }

  /** @param {boolean} folded */
  folded(folded) {
    this.isFolded = folded;
    this.page.now.folded(this.id, folded);
  }

  // Says anew where the answers are.
  tell() {
    this.changed();
  }

  /** @param {{ changed: () => void }} form */
  open({ changed }) {
    this.changed = changed;
    this.opened = Date.now();
    setTimeout(changed, PATIENCE);
  }

  // The page stands as long as its forms do.
  close() {}

  // The page hears by itself of what is sent from elsewhere.
  hear() {}

  // The own part shows what waited here and cannot be read.
  isAside() {
    return false;
  }

  // A page that was left open belongs to the session it was made for.
  get marks() {
    return { session: this.page.data.session };
  }

  deliver() {
    this.sendingSince = Date.now();
    setTimeout(() => this.tell(), QUICK);
    this.page.delivery.start();
  }

  // The text goes to be masked and comes back; neither side keeps it.
  /** @param {string} item @param {string} text @returns {Promise<Kit.Preview>} */
  async preview(item, text) {
    const reply = await ask("POST", "/api/texts/preview", { week: this.week, exercise: this.id, item, text });
    const { text: masked, parts, version, say = "" } = reply.body;
    if (reply.status !== 200 || masked === undefined) return { problem: say };
    return { text: masked, parts: parts ?? [], version: version ?? "" };
  }

  get late() {
    return this.known === null && Date.now() - this.opened >= PATIENCE;
  }

  // Null before it is known what the host has, unless the browser remembers it.
  /** @returns {Kit.Known | null} */
  get known() {
    const { outbox, delivery } = this.page;
    const due = outbox.newest(this.week, this.id);
    const has = delivery.received(this.week, this.id);
    if (!due && !has && !delivery.hasLooked) return null;
    const closed = this.page.isClosed(this.id);
    const revision = Math.max(due?.revision ?? 0, has?.revision ?? 0);
    const known = { id: null, shared: {}, ...has, answers: has?.answers ?? null, revision, closed };
    if (closed) return { ...known, state: "closed", sentence: this.closedWords(due, has) };
    const waits = due && !due.problem && !this.isQuick;
    if (!waits) return { ...known, state: has ? "received" : "none", sentence: this.told(has) };
    const { id, shared } = due;
    return { ...known, id, answers: delivery.answersOf(due), shared, state: "device", sentence: this.waits(due) };
  }

  get isQuick() {
    const { line, delivery } = this.page;
    return !line.fault && !delivery.held && Date.now() - this.sendingSince < QUICK - 50;
  }

  // What is true of answers here for this person, where it is not what a form says by itself.
  /** @param {Live.Receipt | null} has */
  told(has) {
    const { page } = this;
    const missed = page.late[this.id];
    if (missed) return page.words(this.lateName(missed, has?.answers));
    if (page.isRevealed(this.id)) return page.words("again");
    return has?.elsewhere ? page.words("elsewhere") : "";
  }

  // Of somebody who joined after a result here: what can still be counted or shown, and what of theirs that is. Without
  // a name where they answered nothing that comes too late.
  /** @param {string[]} missed @param {Kit.Answers | undefined} sent */
  lateName(missed, sent) {
    const late = (/** @type {Kit.Item} */ { id }) => missed.includes(id);
    const text = (/** @type {Kit.Item} */ { control }) => control === "shared";
    const counts = (/** @type {Kit.Item} */ item) => !late(item) && !text(item);
    const asked = this.spec.exercise.items.filter(({ share }) => share === "group");
    if (!sent) return asked.some(counts) ? "late_part" : asked.some(text) ? "late_text" : "late_all";
    const said = asked.filter(({ id }) => Object.hasOwn(sent, id));
    if (!said.some(late)) return "";
    if (said.some(counts)) return "late_part_sent";
    if (said.some(text)) return "late_text_sent";
    return asked.some(counts) ? "late_rest_sent" : "late_all_sent";
  }

  /** @param {Kit.Entry | undefined} due @param {Live.Receipt | null} has */
  closedWords(due, has) {
    if (this.page.other) return this.page.words("over_closed");
    if (due && this.page.room.ended) return this.page.words("closed_waiting_ended");
    if (due) return due.problem ? this.reasonOf(due) : this.page.words("closed_waiting");
    return this.page.words(has ? "closed_sent" : "closed_none");
  }

  // The host says why; where the answers are, only this browser knows.
  /** @param {Kit.Entry} entry */
  reasonOf({ problem }) {
    return `${problem} ${this.page.words("still_here")}`;
  }

  /** @param {Kit.Entry} due */
  waits(due) {
    const { line, words } = this.page;
    if (due.again && !line.fault) return words("waits_again");
    return due.early ? words("waits_opening") : line.waiting;
  }
}

// A practice is fetched once somebody looks at it, and stands where it is looked at. It says nothing to anybody, so
// nobody stands behind its model.
export class PracticePlace {
  /** @param {Live.PracticeName} about @param {import("./page.js").WeekPage} page */
  constructor({ id, module }, page) {
    this.id = id;
    this.module = module;
    this.page = page;
    this.node = element("div");
    this.isWanted = false;
    this.isShown = false;
    this.again = "";
  }

  /** @param {HTMLElement} place */
  into(place) {
    if (this.node.parentNode !== place) place.append(this.node);
    this.isWanted = true;
    this.show();
  }

  async show() {
    if (this.isShown || !this.isWanted) return;
    try {
      const spec = await this.page.practiceSpec(this.id);
      const { default: practice } = await import(`./practice_${this.module}.js${this.again}`);
      if (this.isShown) return;
      this.node.replaceChildren();
      practice.render({ model: { get: () => spec }, el: this.node });
      this.isShown = true;
    } catch {
      // A browser remembers that a module could not be fetched; under another address it asks anew.
      this.again = `?again=${Date.now()}`;
      const words = this.page.words("practice_later");
      if (!this.isShown) this.node.replaceChildren(element("p", { class: "page-quiet" }, words));
    }
  }
}
