// The meditation timer: the week's guided practice, phrases of goodwill or silence, over as many minutes as suit.

import { button, control, element, once, own, same } from "../../../widgets/static/shared/dom.js";
import { mark, put, show } from "../../../widgets/static/shared/practice.js";
import { paragraphs, printPage } from "../../../widgets/static/shared/printing.js";
import { folded, numberField, selectField, switchField } from "../../../widgets/static/shared/settings.js";
import { TimedPractice } from "../../../widgets/static/shared/timed.js";
import { clockWords } from "../../../widgets/static/shared/timer.js";
import { bellsAt, lineAt, lineBegins, WHOM } from "./sitting.js";

// Phrases of goodwill, which become one's own by being changed. They are kept in this browser and never sent.
class OwnPhrases {
  constructor({ kept, practice, id, words, changed }) {
    Object.assign(this, { kept, practice, words, changed, parts: {} });
    this.given = Object.fromEntries(WHOM.map((whom) => [whom, words(`phrases_${whom}`)]));
    for (const { whom, lines } of practice.phrases) this.given[whom] = lines.join("\n");
    this.read();
    const back = button({ class: "kit-form-quiet", id: `${id}-first`, onclick: once(() => this.forget()) }, words("phrases_back"));
    this.undo = button({ class: "kit-form-quiet", id: `${id}-again`, hidden: true, onclick: () => this.bringBack() }, words("clear_undo"));
    this.node = folded(`${id}-phrases`, words("phrases_own"), element("p", {}, words("phrases_about")),
      ...WHOM.map((whom) => this.part(whom, `${id}-${whom}`)), element("div", { class: "kit-form-buttons kit-sitting-first" }, back, this.undo));
    this.back = back;
  }

  part(whom, id) {
    const label = this.words(`whom_${whom}`);
    const changed = (on) => this.include(whom, on);
    const pick = switchField({ id: `${id}-pick`, label, changed });
    const text = control("textarea", { id: `${id}-text`, rows: 4, dir: "auto", autocomplete: "off", "aria-label": this.words("phrases_for", { whom: label }) });
    text.addEventListener("input", () => this.write({ ...this.own, lines: { ...this.own.lines, [whom]: text.value } }));
    this.parts[whom] = { pick, text };
    return element("div", { class: "kit-sitting-whom" }, pick.node, text);
  }

  read() {
    const found = this.kept.read("private");
    const whole = found && typeof found === "object" ? found : {};
    this.own = { lines: whole.lines ?? {}, whom: whole.whom ?? {} };
  }

  write(value) {
    this.own = value;
    this.kept.write("private", value);
    this.changed();
  }

  // What was written stays when somebody is left out for a day.
  include(whom, on) {
    const now = WHOM.filter((one) => (one === whom ? on : this.chosen.includes(one)));
    this.write({ ...this.own, whom: { ...this.own.whom, [this.practice.id]: now } });
  }

  // What was one's own can be had again, also after something new was written for somebody.
  bringBack() {
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
    const found = own(this.own.whom, this.practice.id);
    if (Array.isArray(found)) return WHOM.filter((whom) => found.includes(whom));
    const given = this.practice.phrases.map(({ whom }) => whom);
    return given.length ? WHOM.filter((whom) => given.includes(whom)) : ["self", "dear", "all"];
  }

  textOf(whom) {
    const found = own(this.own.lines, whom);
    return typeof found === "string" ? found : this.given[whom];
  }

  get sequence() {
    return this.chosen.flatMap((whom) => {
      const lines = this.textOf(whom).split("\n").map((line) => line.trim()).filter(Boolean);
      return lines.map((text) => ({ text, whom: this.words(`whom_${whom}`) }));
    });
  }

  show() {
    const { chosen } = this;
    for (const whom of WHOM) {
      const { pick, text } = this.parts[whom];
      pick.show(chosen.includes(whom));
      text.hidden = !chosen.includes(whom);
      // Only other words: replacing the same ones would throw away the undo history of who is writing.
      if (text.value !== this.textOf(whom)) text.value = this.textOf(whom);
    }
  }
}

// The words of a sitting in full, to follow on the page and to print: lists of the lines, with a name above those that
// are for somebody, and the items in order, to mark one.
function scriptLists(sequence) {
  const items = sequence.map(({ text }) => element("li", {}, text));
  const nodes = [];
  sequence.forEach(({ whom }, index) => {
    if (index === 0 || sequence[index - 1].whom !== whom) {
      if (whom) nodes.push(element("p", { class: "kit-sitting-for" }, whom));
      nodes.push(element(whom ? "ul" : "ol", { class: "kit-sitting-lines" }));
    }
    nodes.at(-1).append(items[index]);
  });
  return { nodes, items };
}

const SITTING_SHAPES = {
  route: { among: ["steps", "phrases", "silence"], value: "steps" },
  minutes: { min: 1, max: 60, value: 5 },
  bells: { among: ["none", "ends", "minutes", "steps"], value: "none" },
  clock: { value: true },
  announce: { value: true },
};

class Meditation extends TimedPractice {
  constructor(spec) {
    super(spec, { module: "meditation", shapes: SITTING_SHAPES, from: 0 });
    const { kept, practice, id, words } = this;
    this.phrases = new OwnPhrases({ kept, practice, id, words, changed: () => this.rewritten() });
    this.build(this.choices(), this.stage(), ...this.buttons(), this.notes(), this.script(), this.phrases.node, this.options());
  }

  get sequence() {
    const { route } = this;
    if (route === "phrases") return this.phrases.sequence;
    return route === "steps" ? this.practice.steps.map((text) => ({ text, whom: "" })) : [];
  }

  get route() {
    return this.settings.get("route");
  }

  get total() {
    return this.settings.get("minutes") * 60;
  }

  choices() {
    const among = (name) => SITTING_SHAPES[name].among.map((value) => ({ value, label: this.words(`${name}_${value}`) }));
    this.among = among;
    const route = this.field(selectField, "route", { options: among("route") });
    return element("div", { class: "kit-practice-row kit-sitting-choices" }, route, this.field(numberField, "minutes"));
  }

  stage() {
    this.whom = element("p", { class: "kit-sitting-for" });
    this.now = element("p", { class: "kit-sitting-now" });
    this.where = element("p", { class: "kit-sitting-where" });
    this.clock = element("p", { class: "kit-sitting-clock", role: "timer" });
    const words_ = element("div", { class: "kit-sitting-words" }, this.whom, this.now);
    return element("div", { class: "kit-practice-stage kit-sitting" }, words_, this.clock, this.where, this.stepButtons());
  }

  script() {
    const { id, words, spec } = this;
    this.lists = element("div", { class: "kit-sitting-script" });
    const print = button({ class: "kit-form-quiet", id: `${id}-print`, onclick: () => this.print() }, words("print"));
    const title = element(`h${spec.heading + 1}`, { class: "kit-sitting-title" }, words("script"));
    this.whole = element("div", { class: "kit-sitting-whole" }, title, this.lists, print);
    return this.whole;
  }

  options() {
    return this.senses(this.words("sitting_options"), this.among("bells"));
  }

  print() {
    const { title, intro, eyes_open: eyes, stopping, safety } = this.practice;
    const about = this.route === "steps" ? [intro] : [];
    printPage(title, ...paragraphs(about), ...scriptLists(this.sequence).nodes, ...paragraphs([eyes, stopping, safety]));
  }

  // With other minutes, or another number of lines, one stays as far on as one was.
  choose(values) {
    this.stretched(() => this.settings.set(values));
    this.refresh();
    this.resound();
  }

  // The place is found before anything is drawn: what is drawn in between could be over already.
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
    if (same(sequence, this.written)) return;
    this.written = sequence;
    const { nodes, items } = scriptLists(sequence);
    this.items = items;
    this.lists.replaceChildren(...(nodes.length ? nodes : [element("p", {}, this.words("nothing_written"))]));
  }

  go(by) {
    const { course, total, items } = this;
    const index = lineAt(items.length, total, course.passed) + by;
    if (index < 0 || index >= items.length) return;
    course.jump(lineBegins(index, items.length, total));
    this.draw();
    if (course.state === "running") this.sounds();
  }

  sounds() {
    this.ring(bellsAt(this.settings.get("bells"), this.items.length, this.total));
  }

  draw() {
    const { course, total, items } = this;
    const { going } = course;
    if (going && course.passed >= total) {
      this.finish();
      return this.draw();
    }
    const index = going ? lineAt(items.length, total, course.passed) : -1;
    items.forEach((item, at) => mark(item, at === index));
    this.drawStage(going, index);
    if (course.state === "running") this.announce(index < 0 ? "" : this.written[index].text);
    return undefined;
  }

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

  plan(going) {
    const { items, total, words } = this;
    if (going || !items.length) return "";
    return words("sitting_plan", { lines: items.length, seconds: Math.round(total / items.length) });
  }
}

function render({ model, el }) {
  return show(new Meditation(model.get("spec")), el);
}

export default { render };
