// The meditation timer: the week's guided practice, phrases of goodwill or silence, over as many minutes as suit.

import { isNamed } from "../../../widgets/static/shared/copy_text.js";
import { button, control, element, once, own, same } from "../../../widgets/static/shared/dom.js";
import { mark, put, show } from "../../../widgets/static/shared/practice.js";
import { paragraphs, printPage } from "../../../widgets/static/shared/printing.js";
import { folded, numberField, selectField, switchField } from "../../../widgets/static/shared/settings.js";
import { TimedPractice } from "../../../widgets/static/shared/timed.js";
import { clockWords } from "../../../widgets/static/shared/timer.js";
import { bellsAt, lineAt, lineBegins, WHOM } from "./sitting.js";

/** @import { Whom } from "./sitting.js" */
/** @typedef {{ whom: Whom, lines: string[] }} Phrases */
/** @typedef {Kit.Practice & { minutes: number, steps: string[], seconds: number[], phrases: Phrases[] }} Sitting */
/** @typedef {{ text: string, whom: string, seconds: number }} Line */
/** @typedef {{ whom: Whom, node: HTMLElement, pick: Kit.Field<boolean>, text: HTMLTextAreaElement }} Goodwill */
// One's own lines by whom they are for, and for whom they are in a practice; nobody has looked at the values.
/** @typedef {{ lines: Kit.Named, whom: Kit.Named }} Own */

/** @type {Whom[]} */
const USUAL = ["self", "dear", "all"];

// Phrases of goodwill, which become one's own by being changed. They are kept in this browser and never sent.
class OwnPhrases {
  /** @param {{ kept: Kit.Keeper, practice: Sitting, id: string, words: Kit.Words, changed: () => void }} about */
  constructor({ kept, practice, id, words, changed }) {
    this.kept = kept;
    this.practice = practice;
    this.words = words;
    this.changed = changed;
    this.given = Object.fromEntries(WHOM.map((whom) => [whom, words(`phrases_${whom}`)]));
    for (const { whom, lines } of practice.phrases) this.given[whom] = lines.join("\n");
    this.own = this.found();
    /** @type {Own | null} */
    this.gone = null;
    const quiet = { class: "kit-form-quiet" };
    const forget = once(() => this.forget());
    this.back = button({ ...quiet, id: `${id}-first`, onclick: forget }, words("phrases_back"));
    const bringBack = () => this.bringBack();
    this.undo = button({ ...quiet, id: `${id}-again`, hidden: true, onclick: bringBack }, words("clear_undo"));
    this.parts = WHOM.map((whom) => this.part(whom, `${id}-${whom}`));
    const row = element("div", { class: "kit-form-buttons kit-sitting-first" }, this.back, this.undo);
    this.node = folded(`${id}-phrases`, words("phrases_own"), element("p", {}, words("phrases_about")),
      ...this.parts.map(({ node }) => node), row);
  }

  /** @param {Whom} whom @param {string} id @returns {Goodwill} */
  part(whom, id) {
    const label = this.words(`whom_${whom}`);
    const pick = switchField({ id: `${id}-pick`, label, changed: (on) => this.include(whom, on) });
    const named = { "aria-label": this.words("phrases_for", { whom: label }) };
    const text = control("textarea", { id: `${id}-text`, rows: 4, dir: "auto", autocomplete: "off", ...named });
    text.addEventListener("input", () => this.write({ ...this.own, lines: { ...this.own.lines, [whom]: text.value } }));
    return { whom, pick, text, node: element("div", { class: "kit-sitting-whom" }, pick.node, text) };
  }

  read() {
    this.own = this.found();
  }

  /** @returns {Own} */
  found() {
    const { lines, whom } = this.kept.read("private") ?? {};
    return { lines: isNamed(lines) ? lines : {}, whom: isNamed(whom) ? whom : {} };
  }

  /** @param {Own} value */
  write(value) {
    this.own = value;
    this.kept.write("private", value);
    this.changed();
  }

  // What was written stays when somebody is left out for a day.
  /** @param {Whom} whom @param {boolean} on */
  include(whom, on) {
    const { chosen } = this;
    const now = WHOM.filter((one) => (one === whom ? on : chosen.includes(one)));
    this.write({ ...this.own, whom: { ...this.own.whom, [this.practice.id]: now } });
  }

  // What was one's own can be had again, also after something new was written for somebody.
  bringBack() {
    if (!this.gone) return;
    const lines = { ...this.gone.lines, ...this.own.lines };
    this.write({ lines, whom: { ...this.gone.whom, ...this.own.whom } });
    this.gone = null;
    this.undo.hidden = true;
    this.back.focus();
  }

  forget() {
    if (Object.keys(this.own.lines).length) this.gone = this.own;
    this.undo.hidden = !this.gone;
    const whom = Object.fromEntries(Object.entries(this.own.whom).filter(([id]) => id !== this.practice.id));
    this.write({ lines: {}, whom });
  }

  get chosen() {
    const picked = own(this.own.whom, this.practice.id);
    if (Array.isArray(picked)) return WHOM.filter((whom) => picked.includes(whom));
    const given = this.practice.phrases.map(({ whom }) => whom);
    return WHOM.filter((whom) => (given.length ? given : USUAL).includes(whom));
  }

  /** @param {Whom} whom */
  textOf(whom) {
    const text = own(this.own.lines, whom);
    return typeof text === "string" ? text : this.given[whom];
  }

  get sequence() {
    return this.chosen.flatMap((whom) => {
      const lines = this.textOf(whom).split("\n").map((line) => line.trim()).filter(Boolean);
      return lines.map((text) => ({ text, whom: this.words(`whom_${whom}`), seconds: 1 }));
    });
  }

  show() {
    const { chosen } = this;
    for (const { whom, pick, text } of this.parts) {
      pick.show(chosen.includes(whom));
      text.hidden = !chosen.includes(whom);
      // Only other words: replacing the same ones would throw away the undo history of who is writing.
      if (text.value !== this.textOf(whom)) text.value = this.textOf(whom);
    }
  }
}

// The words of a sitting in full, to follow on the page and to print: lists of the lines, with a name above those that
// are for somebody, and the items in order, to mark one.
/** @param {Line[]} sequence */
function scriptLists(sequence) {
  /** @type {HTMLElement[]} */
  const nodes = [];
  /** @type {HTMLElement[]} */
  const items = [];
  /** @type {{ whom: string, list: HTMLElement } | undefined} */
  let part;
  for (const { text, whom } of sequence) {
    if (part?.whom !== whom) {
      part = { whom, list: element(whom ? "ul" : "ol", { class: "kit-sitting-lines" }) };
      if (whom) nodes.push(element("p", { class: "kit-sitting-for" }, whom));
      nodes.push(part.list);
    }
    const item = element("li", {}, text);
    part.list.append(item);
    items.push(item);
  }
  return { nodes, items };
}

const SITTING_SHAPES = {
  route: { among: ["steps", "phrases", "silence"], value: "steps" },
  minutes: { min: 1, max: 60, value: 5 },
  bells: { among: ["none", "ends", "minutes", "steps"], value: "none" },
  clock: { value: true },
  announce: { value: true },
  aloud: { value: false },
};

/** @extends {TimedPractice<Sitting, typeof SITTING_SHAPES>} */
class Meditation extends TimedPractice {
  whom = element("p", { class: "kit-sitting-for" });
  now = element("p", { class: "kit-sitting-now" });
  where = element("p", { class: "kit-sitting-where" });
  clock = element("p", { class: "kit-sitting-clock", role: "timer" });
  lists = element("div", { class: "kit-sitting-script" });
  whole = element("div", { class: "kit-sitting-whole" });
  // The lines that are shown, and where they stand in the script.
  /** @type {Line[]} */
  written = [];
  /** @type {HTMLElement[]} */
  items = [];

  /** @param {Kit.PracticeSpec<Sitting>} spec */
  constructor(spec) {
    // Each takes its own minutes, with its silences as they were written, until somebody chooses others.
    const minutes = { ...SITTING_SHAPES.minutes, value: spec.practice.minutes };
    super(spec, { module: "meditation", shapes: { ...SITTING_SHAPES, minutes }, from: 0 });
    const { kept, practice, id, words } = this;
    this.phrases = new OwnPhrases({ kept, practice, id, words, changed: () => this.rewritten() });
    this.build(this.choices(), this.stage(), ...this.buttons(), this.notes(), this.script(), this.phrases.node,
      this.options());
  }

  /** @returns {Line[]} */
  get sequence() {
    const { route } = this;
    if (route === "phrases") return this.phrases.sequence;
    const { steps, seconds } = this.practice;
    return route === "steps" ? steps.map((text, at) => ({ text, whom: "", seconds: seconds[at] })) : [];
  }

  get route() {
    return this.settings.get("route");
  }

  get lengths() {
    return this.written.map(({ seconds }) => seconds);
  }

  get total() {
    return this.settings.get("minutes") * 60;
  }

  /** @param {"route" | "bells"} name */
  among(name) {
    return SITTING_SHAPES[name].among.map((value) => ({ value, label: this.words(`${name}_${value}`) }));
  }

  choices() {
    const route = this.field(selectField, "route", { options: this.among("route") });
    const minutes = this.field(numberField, "minutes");
    return element("div", { class: "kit-practice-row kit-sitting-choices" }, route, minutes, this.aloud());
  }

  stage() {
    const line = element("div", { class: "kit-sitting-words" }, this.whom, this.now);
    const stage = { class: "kit-practice-stage kit-sitting" };
    return element("div", stage, line, this.clock, this.where, this.stepButtons());
  }

  script() {
    const { id, words, spec } = this;
    const print = button({ class: "kit-form-quiet", id: `${id}-print`, onclick: () => this.print() }, words("print"));
    const title = element(`h${spec.heading + 1}`, { class: "kit-sitting-title" }, words("script"));
    this.whole.append(title, this.lists, print);
    return this.whole;
  }

  options() {
    return this.senses(this.words("sitting_options"), this.among("bells"));
  }

  print() {
    const { title, intro, eyes_open: eyes, stopping, safety } = this.practice;
    const about = this.route === "steps" ? [intro] : [];
    const { nodes } = scriptLists(this.sequence);
    printPage(title, ...paragraphs(about), ...nodes, ...paragraphs([eyes, stopping, safety]));
  }

  // With other minutes, or another number of lines, one stays as far on as one was.
  /** @param {Kit.Named} values */
  choose(values) {
    this.stretched(() => this.settings.set(values));
    this.refresh();
    this.resound();
  }

  // The place is found before anything is drawn: what is drawn in between could be over already.
  /** @param {() => void} change */
  stretched(change) {
    const { course, total } = this;
    change();
    if (course.going && this.total !== total) course.jump((course.passed / total) * this.total);
  }

  resound() {
    if (this.course.state === "running") this.sounds();
  }

  reread() {
    this.stretched(() => super.reread());
  }

  rewritten() {
    this.bus.tell({ what: "kept" });
    this.refresh();
    this.resound();
  }

  refresh() {
    this.phrases.read();
    this.phrases.show();
    this.phrases.node.hidden = this.route !== "phrases";
    this.rewrite();
    super.refresh();
  }

  // The lists are made anew only where their words differ.
  rewrite() {
    const { sequence } = this;
    this.whole.hidden = this.route === "silence";
    if (this.lists.hasChildNodes() && same(sequence, this.written)) return;
    this.written = sequence;
    const { nodes, items } = scriptLists(sequence);
    this.items = items;
    this.lists.replaceChildren(...(nodes.length ? nodes : [element("p", {}, this.words("nothing_written"))]));
  }

  /** @param {number} by */
  go(by) {
    const { course, total, items } = this;
    const index = lineAt(this.lengths, total, course.passed) + by;
    if (index < 0 || index >= items.length) return;
    course.jump(lineBegins(index, this.lengths, total));
    this.voice.hush();
    this.draw();
    if (course.state === "running") this.sounds();
  }

  sounds() {
    this.ring(bellsAt(this.settings.get("bells"), this.lengths, this.total));
  }

  /** @returns {void} */
  draw() {
    const { course, total, items } = this;
    const { going } = course;
    if (going && course.passed >= total) {
      this.finish();
      return this.draw();
    }
    const index = going ? lineAt(this.lengths, total, course.passed) : -1;
    items.forEach((item, at) => mark(item, at === index));
    this.drawStage(going, index);
    if (course.state === "running") this.follow(index);
    return undefined;
  }

  // What is announced, and what is read aloud once: the words of the script, and never somebody's own phrases.
  /** @param {number} index */
  follow(index) {
    const text = index < 0 ? "" : this.written[index].text;
    this.announce(text);
    if (this.route === "steps" && text && this.isNew(`line ${index}`)) this.readAloud(text);
  }

  /** @param {boolean} going @param {number} index */
  drawStage(going, index) {
    const { course, total, items, words } = this;
    const line = index < 0 ? null : this.written[index];
    const waiting = course.state === "done" ? "sitting_over" : "phase_before";
    put(this.now, line ? line.text : words(going ? "silence" : waiting));
    put(this.whom, line ? line.whom : "");
    put(this.where, line ? words("line_of", { line: index + 1, lines: items.length }) : this.plan(going));
    put(this.clock, clockWords(going ? total - course.passed : total));
    this.clock.hidden = !this.settings.get("clock");
    this.showSteps(index, items.length);
  }

  /** @param {boolean} going */
  plan(going) {
    const { items, total, words } = this;
    if (going || !items.length) return "";
    return words("sitting_plan", { lines: items.length, seconds: Math.round(total / items.length) });
  }
}

/** @param {Kit.Rendering<Kit.PracticeSpec<Sitting>>} rendering */
function render({ model, el }) {
  return show(new Meditation(model.get("spec")), el);
}

export default { render };
