// What every practice has: a frame with title and words, a place in the browser, and a line on where things stay.

import { AsideNote } from "./aside.js";
import { Bus } from "./bus.js";
import { localDay } from "./days.js";
import { calmTheHost, element, keepsNothing, uniquePrefix, wording } from "./dom.js";
import { drawing } from "./drawing.js";
import { watchForHelp } from "./help.js";
import { Keeper } from "./storage.js";

/** @template {Kit.Practice} [P=Kit.Practice] */
export class Practice {
  node = element("div", { class: "kit-form kit-practice" });
  onReturn = () => this.turnDay();

  /** @param {Kit.PracticeSpec<P>} spec @param {string} module */
  constructor(spec, module) {
    this.spec = spec;
    this.module = module;
    this.practice = spec.practice;
    this.id = uniquePrefix();
    this.words = wording(spec);
    this.today = "";
    const { cohort, participant } = spec;
    this.kept = new Keeper({ cohort, participant, week: "practice", exercise: { id: module } });
    this.bus = new Bus(this.kept);
    this.unkept = element("p", { class: "kit-form-unkept", role: "alert" }, this.words("not_kept"));
    const wanted = (/** @type {string} */ name) => this.isAside(name);
    this.aside = new AsideNote({ id: this.id, words: this.words, storage: this.kept.storage, wanted });
    this.stays = element("p", { class: "kit-practice-stays" });
    // Each with whether it is shown where the browser keeps nothing.
    /** @type {Kit.Keeping[]} */
    this.keeping = [[this.unkept, true]];
    this.onKept = () => this.showKept();
    this.announcer = element("p", { class: "kit-form-unseen", role: "status" });
  }

  /** @param {...Kit.Child} parts */
  build(...parts) {
    const { spec, practice, words } = this;
    const page = element("div", { class: "kit-form-page" }, drawing(practice.drawing),
      element(`h${spec.heading}`, { class: "kit-form-title" }, practice.title),
      practice.intro ? element("p", { class: "kit-form-intro" }, practice.intro) : null,
      ...parts, this.announcer);
    // A sheet has shown the warning beside its copies.
    if (!page.contains(this.unkept)) page.append(this.unkept);
    page.append(this.aside.node, this.stays);
    this.node.append(page);
    calmTheHost(page);
    watchForHelp(page, words, practice.safety);
    return this.node;
  }

  notes() {
    const { eyes_open: eyes, stopping, safety } = this.practice;
    const lines = [eyes, stopping, safety].map((line) => (line ? element("p", {}, line) : null));
    return element("div", { class: "kit-practice-notes" }, ...lines);
  }

  // Whether a name of something set aside is told here.
  /** @param {string} name */
  isAside(name) {
    return this.kept.isAside(name);
  }

  // What is said of where things stay is true, whatever the browser does with them.
  showKept() {
    for (const [node, whereNothingIs] of this.keeping) node.hidden = whereNothingIs !== keepsNothing();
    this.aside.show();
    this.stays.textContent = this.words("stays");
  }

  // Something was kept elsewhere: in another copy on the page, or in another window.
  reread() {}

  refresh() {}

  open() {
    this.bus.listen(() => {
      this.reread();
      this.refresh();
    });
    this.today = localDay();
    document.addEventListener("visibilitychange", this.onReturn);
    window.addEventListener("kit-kept", this.onKept);
    this.showKept();
    this.refresh();
  }

  // A page that was left open shows the day on which somebody comes back to it.
  turnDay() {
    if (document.hidden || localDay() === this.today) return;
    this.today = localDay();
    this.refresh();
  }

  close() {
    this.bus.stop();
    document.removeEventListener("visibilitychange", this.onReturn);
    window.removeEventListener("kit-kept", this.onKept);
  }

  // For who listens to the page; nothing is said twice.
  /** @param {string} words */
  announce(words) {
    if (this.announcer.textContent !== words) this.announcer.textContent = words;
  }
}

// Only other words and marks: what is written anew would be read out anew.
/** @param {Node} node @param {string} words */
export function put(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

/** @param {Element} node @param {boolean} current */
export function mark(node, current) {
  if (current) node.setAttribute("aria-current", "step");
  else node.removeAttribute("aria-current");
}

/** @param {{ node: HTMLElement, open(): void, close(): void }} practice @param {HTMLElement} el */
export function show(practice, el) {
  el.append(practice.node);
  practice.open();
  return () => practice.close();
}
