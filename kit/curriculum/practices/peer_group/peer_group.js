// A peer group's meeting: the agenda keeps the time, and the charter is written for oneself and stays here.

import { isNamed } from "../../../widgets/static/shared/copy_text.js";
import { element } from "../../../widgets/static/shared/dom.js";
import { mark, put, show } from "../../../widgets/static/shared/practice.js";
import { paragraphs, printedAnswer, printedHeading, styled } from "../../../widgets/static/shared/printing.js";
import { folded } from "../../../widgets/static/shared/settings.js";
import { Sheet } from "../../../widgets/static/shared/sheet.js";
import { TimedPractice } from "../../../widgets/static/shared/timed.js";
import { clockWords } from "../../../widgets/static/shared/timer.js";

/** @typedef {{ title: string, minutes: number, how: string }} AgendaPart */
/** @typedef {AgendaPart & { begins: number, ends: number }} TimedPart */
/** @typedef {{ id: string, question: string, idea: string }} CharterQuestion */
/** @typedef {{ title: string, task: string }} Duty */
/** @typedef {{ title: string, question: string }} Theme */
/**
 * @typedef {Kit.Practice & {
 *   minutes: number, agenda: AgendaPart[], charter: CharterQuestion[], host: Duty, time_keeper: Duty, themes: Theme[],
 *   care: string,
 * }} Meeting
 */

const MEETING_SHAPES = {
  bells: { among: ["none", "parts"], value: "none" },
  clock: { value: true },
  announce: { value: true },
};
const HEADS_UP = 120;

/** @extends {TimedPractice<Meeting, typeof MEETING_SHAPES>} */
class PeerGroup extends TimedPractice {
  parts = agendaParts(this.practice.agenda);
  /** @type {Sheet<Kit.Named>} */
  sheet = new Sheet(this, {
    blank: () => ({}), fits: isNamed, lines: (value) => this.lines(value), changed: () => this.refresh(),
  });
  where = element("p", { class: "kit-peers-where" });
  now = element("p", { class: "kit-peers-now" });
  clock = element("p", { class: "kit-peers-clock", role: "timer" });
  rest = element("p", { class: "kit-peers-where" });
  // The parts of the agenda as the page shows them.
  items = this.parts.map(({ title, minutes, how }) => element("li", {},
    element("p", { class: "kit-peers-part" }, title, element("span", {}, this.words("part_minutes", { minutes }))),
    element("p", {}, how)));
  areas = this.practice.charter.map(({ id, question, idea }) =>
    this.sheet.area(id, { label: question, rows: 2, about: idea }));

  /** @param {Kit.PracticeSpec<Meeting>} spec */
  constructor(spec) {
    super(spec, { module: "peer_group", shapes: MEETING_SHAPES, from: 0 });
    this.build(...this.meeting(), ...this.agreement(), this.themes(),
      this.senses(this.words("meeting_options"), this.bells()), this.notes());
  }

  get total() {
    return this.practice.minutes * 60;
  }

  /** @param {Kit.Named} value */
  lines(value) {
    return this.practice.charter.flatMap(({ id, question }) => {
      const answer = answerIn(value, id);
      return answer ? [question, answer, ""] : [];
    });
  }

  /** @param {string} words */
  title(words) {
    return element(`h${this.spec.heading + 1}`, { class: "kit-peers-title" }, words);
  }

  bells() {
    return MEETING_SHAPES.bells.among.map((value) => ({ value, label: this.words(`bells_${value}`) }));
  }

  meeting() {
    const { words, practice } = this;
    const stage = element("div", { class: "kit-practice-stage kit-peers-stage" },
      this.where, this.now, this.clock, this.rest, this.stepButtons());
    const agenda = element("ol", { class: "kit-peers-agenda" }, ...this.items);
    const title = this.title(words("meeting", { minutes: practice.minutes }));
    return [title, stage, ...this.buttons(), agenda, this.duties()];
  }

  duties() {
    const { host, time_keeper: keeper } = this.practice;
    const duty = (/** @type {Duty} */ { title, task }) => element("p", {}, ...saying(`${title}.`, task));
    return element("div", { class: "kit-peers-duties" }, duty(host), duty(keeper));
  }

  agreement() {
    const { words, sheet } = this;
    const print = sheet.printing("print", () => this.printed());
    return [this.title(words("charter")), element("p", { class: "kit-peers-lead" }, words("charter_about")),
      ...this.areas.map((area) => area.node), element("div", { class: "kit-form-buttons kit-peers-print" }, print),
      sheet.printNote(), ...sheet.nodes, sheet.clearing()];
  }

  themes() {
    const questions = this.practice.themes
      .map(({ title, question }) => element("li", {}, ...saying(`${title}.`, question)));
    return folded(`${this.id}-themes`, this.words("themes"), element("p", {}, this.words("themes_about")),
      element("ol", { class: "kit-peers-themes" }, ...questions));
  }

  notes() {
    const lines = [this.practice.care, this.practice.safety].filter(Boolean);
    return element("div", { class: "kit-practice-notes" }, ...lines.map((line) => element("p", {}, line)));
  }

  reread() {
    super.reread();
    this.sheet.read();
  }

  refresh() {
    for (const area of this.areas) area.show();
    super.refresh();
  }

  /** @param {number} by */
  go(by) {
    const { course, parts } = this;
    const index = partAt(parts, course.passed) + by;
    if (index < 0 || index >= parts.length) return;
    course.jump(parts[index].begins);
    this.draw();
    if (course.state === "running") this.sounds();
  }

  sounds() {
    this.ring(this.settings.get("bells") === "parts" ? this.parts.map(({ ends }) => ends) : []);
  }

  /** @returns {void} */
  draw() {
    const { course, parts } = this;
    const { going } = course;
    if (going && course.passed >= this.total) {
      this.finish();
      return this.draw();
    }
    const index = going ? partAt(parts, course.passed) : -1;
    this.items.forEach((item, at) => mark(item, at === index));
    this.drawStage(index);
    if (course.state === "running") this.announce(this.heard(parts[index]));
    return undefined;
  }

  /** @param {number} index */
  drawStage(index) {
    const { course, parts, words, total } = this;
    const part = parts[index];
    put(this.now, part ? part.title : words(course.state === "done" ? "meeting_over" : "meeting_before"));
    put(this.where, part ? words("part_of", { part: index + 1, parts: parts.length }) : "");
    put(this.clock, clockWords(part ? part.ends - course.passed : total));
    put(this.rest, part ? words("left_of_all", { time: clockWords(total - course.passed) }) : "");
    this.clock.hidden = !this.settings.get("clock");
    this.rest.hidden = this.clock.hidden;
    this.showSteps(index, parts.length);
  }

  /** @param {TimedPart} part */
  heard({ title, ends, minutes }) {
    const left = ends - this.course.passed;
    const soon = left <= HEADS_UP && minutes * 60 > HEADS_UP;
    return soon ? this.words("part_ends", { title }) : this.words("part_begins", { title, minutes });
  }

  // Two pages: what was agreed on, and what lies on the table at a meeting.
  printed() {
    const { practice, words, sheet } = this;
    const agreed = practice.charter.map(({ id, question, idea }) =>
      printedAnswer(question, answerIn(sheet.value, id), { idea: words("print_blank", { idea }) }));
    const list = (/** @type {[title: string, text: string][]} */ lines) =>
      element("ol", {}, ...lines.map(([title, text]) => element("li", {}, ...saying(title, text))));
    const table = styled("div", { breakBefore: "page", fontSize: "11pt", lineHeight: "1.4" },
      printedHeading(words("meeting", { minutes: practice.minutes })),
      list(practice.agenda.map(({ title, minutes, how }) => [`${title}, ${words("part_minutes", { minutes })}.`, how])),
      ...[practice.host, practice.time_keeper].map(({ title, task }) => element("p", {}, ...saying(`${title}.`, task))),
      printedHeading(words("themes")), list(practice.themes.map(({ title, question }) => [`${title}.`, question])),
      ...paragraphs([practice.care]));
    return [printedHeading(words("charter")), ...agreed, table];
  }
}

// What is written for a question; empty where nothing is, or nothing that is a text.
/** @param {Kit.Named} value @param {string} id */
function answerIn(value, id) {
  const answer = value[id];
  return typeof answer === "string" ? answer : "";
}

/** @param {string} title @param {string} words */
function saying(title, words) {
  return [element("strong", {}, title), ` ${words}`];
}

// Each part with the seconds at which it begins and ends.
/** @param {AgendaPart[]} agenda @returns {TimedPart[]} */
function agendaParts(agenda) {
  let begins = 0;
  return agenda.map((part) => {
    const ends = begins + part.minutes * 60;
    const timed = { ...part, begins, ends };
    begins = ends;
    return timed;
  });
}

/** @param {TimedPart[]} parts @param {number} passed */
function partAt(parts, passed) {
  return Math.max(0, parts.findLastIndex(({ begins }) => passed >= begins - 0.001));
}

/** @param {Kit.Rendering<Kit.PracticeSpec<Meeting>>} rendering */
function render({ model, el }) {
  return show(new PeerGroup(model.get("spec")), el);
}

export default { render };
