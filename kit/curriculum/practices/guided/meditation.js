// The meditation timer: the week's guided practice, phrases of goodwill or silence, over as many minutes as suit.

import { button, element, same } from "../../../widgets/static/shared/dom.js";
import { mark, put, show } from "../../../widgets/static/shared/practice.js";
import { paragraphs, printPage } from "../../../widgets/static/shared/printing.js";
import { numberField, selectField } from "../../../widgets/static/shared/settings.js";
import { TimedPractice } from "../../../widgets/static/shared/timed.js";
import { clockWords } from "../../../widgets/static/shared/timer.js";
import { OwnPhrases } from "./phrases.js";
import { scriptLists } from "./script.js";
import { bellsAt, lineAt, lineBegins } from "./sitting.js";

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
