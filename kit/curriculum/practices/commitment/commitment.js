// The commitment: one tool for one week, as a plan that names its moment; how it goes stays with whoever made it.

import { dayWords, laterDay, localDay, noonOf } from "../../../widgets/static/shared/days.js";
import { button, control, element, icon, once, onlyRead, same } from "../../../widgets/static/shared/dom.js";
import { Practice, put, show } from "../../../widgets/static/shared/practice.js";
import { printedAnswer } from "../../../widgets/static/shared/printing.js";
import { folded, selectField } from "../../../widgets/static/shared/settings.js";
import { Sheet } from "../../../widgets/static/shared/sheet.js";
import { statusLine } from "../../../widgets/static/shared/status.js";
import {
  commitmentBlank, commitmentFits, commitmentMerged, inOrder, nextPlan, planWith, planWritten, WEEK, WENT,
} from "./plan.js";

// How it went, day by day or each time: three answers that weigh the same, and nothing that counts them.
class WentLog {
  // "noted" is called with an entry, "taken" with the time of one that is taken back; "says" makes a sentence of an
  // answer, none of them a grade.
  constructor({ id, words, noted, taken, says }) {
    Object.assign(this, { id, words, noted, taken, says });
    this.day = control("input", { type: "date", id: `${id}-day`, autocomplete: "off" });
    const day = element("label", { class: "kit-practice-field", for: `${id}-day` }, element("span", {}, words("which_day")), this.day);
    const choices = WENT.map((how) => button({ class: "kit-form-quiet", id: `${id}-${how}`, onclick: () => this.note(how) }, words(how)));
    this.line = statusLine("kit-form-copied");
    this.today = "";
    this.list = element("ul", { class: "kit-went-list" });
    const legend = element("legend", { class: "kit-practice-legend" }, words("how_it_went"));
    this.node = element("fieldset", { class: "kit-practice-group kit-went" }, legend, element("p", { class: "kit-practice-about" }, words("went_about")),
      day, element("div", { class: "kit-form-buttons kit-went-choices" }, ...choices), this.line.node, this.list);
    this.node.addEventListener("focusin", () => this.turn());
  }

  // Left open past midnight, it stands at the new day, unless another one was chosen.
  turn() {
    const now = localDay();
    const given = noonOf(this.day.value) === null || this.day.value === this.today;
    if (now !== this.today && given && document.activeElement !== this.day) this.day.value = now;
    this.today = this.day.max = now;
  }

  note(how) {
    const day = this.day.value;
    if (noonOf(day) === null || day > localDay()) return this.line.say("problem", "", this.words("no_such_day"));
    this.noted({ day, how, at: Date.now() });
    return this.line.say(how, "", this.says(how));
  }

  show(log) {
    this.turn();
    if (noonOf(this.day.value) === null && document.activeElement !== this.day) this.day.value = this.today;
    const order = inOrder(log);
    if (same(order, this.shown)) return;
    this.shown = order;
    this.list.replaceChildren(...order.map((entry) => this.row(entry)));
  }

  row({ day, how, at }) {
    const what = this.words("went_row", { day: dayWords(day), how: this.words(how) });
    const back = button({ class: "kit-form-quiet kit-form-clear", id: `${this.id}-back-${at}`, onclick: once(() => this.takeBack(at)) },
      this.words("take_back"), onlyRead(` ${what}`));
    return element("li", {}, element("span", {}, what), back);
  }

  takeBack(at) {
    this.taken(at);
    this.line.say("taken", "", this.words("taken_back"));
    this.day.focus();
  }
}

class Commitment extends Practice {
  constructor(spec) {
    super(spec, "commitment");
    const { id, words } = this;
    this.line = statusLine("kit-form-copied");
    this.sheet = new Sheet(this, {
      blank: commitmentBlank, fits: commitmentFits, lines: (value) => this.lines(value), changed: () => this.refresh(),
      merge: commitmentMerged,
    });
    this.log = new WentLog({
      id, words, says: (how) => this.says(how), noted: (entry) => this.keepLog([...this.plan.log, entry]),
      taken: (time) => this.keepLog(this.plan.log.filter(({ at }) => at !== time)),
    });
    this.build(this.choosing(), this.planning(), this.aloud(), this.log.node, this.going(), this.line.node, this.earlier(),
      ...this.sheet.nodes, this.sheet.clearing(this.sheet.printing("print_plan", () => this.printed())));
  }

  get plan() {
    return this.sheet.value.plan;
  }

  choosing() {
    const { practice, id, words } = this;
    const tools = practice.tools.map(({ tool }) => ({ value: tool, label: tool }));
    const options = [{ value: "", label: words("own_tool") }, ...tools];
    this.tool = selectField({ id: `${id}-tool`, label: practice.choose, options, changed: (tool) => this.write({ tool }) });
    this.example = element("p", { class: "kit-practice-about kit-plan-example" });
    return element("div", { class: "kit-plan-tool" }, this.tool.node, this.example);
  }

  planning() {
    const { practice } = this;
    const names = ["moment", "action", "restart"];
    this.writing = names.map((name) => this.sheet.area(name, {
      label: practice[name], rows: 2, read: () => this.plan[name], write: (text) => this.write({ [name]: text }),
    }));
    return element("div", { class: "kit-plan-words" }, ...this.writing.map(({ node }) => node));
  }

  aloud() {
    const { aloud } = this.practice;
    return aloud ? element("p", { class: "kit-plan-aloud" }, icon("spoken"), element("span", {}, aloud)) : null;
  }

  // What can be done with a plan, whatever has become of it.
  going() {
    const { id, words } = this;
    this.kind = element("p", { class: "kit-plan-kind" });
    this.carry = button({ class: "kit-form-quiet", id: `${id}-carry`, onclick: once(() => this.next(true)) }, words("carry"));
    const other = button({ class: "kit-form-quiet", id: `${id}-other`, onclick: once(() => this.next(false)) }, words("other_plan"));
    this.choices = element("div", { class: "kit-plan-going" }, this.kind, element("div", { class: "kit-form-buttons" }, this.carry, other),
      element("p", { class: "kit-practice-about" }, words("asked_next")));
    return this.choices;
  }

  earlier() {
    this.list = element("div", { class: "kit-plan-list" });
    this.before = folded(`${this.id}-before`, this.words("earlier_plans"), this.list);
    return this.before;
  }

  write(words) {
    this.sheet.set({ plan: planWith(this.plan, words, localDay()) });
    this.refresh();
  }

  keepLog(log) {
    this.sheet.set({ plan: { ...this.plan, log } });
    this.refresh();
  }

  says(how) {
    const restart = this.plan.restart.trim();
    return how === "not_this_time" && restart ? this.words("restart_as", { restart }) : this.words(`says_${how}`);
  }

  next(carry) {
    this.sheet.keep(nextPlan(this.sheet.value, { carry, today: localDay() }));
    this.line.say("next", "", this.words(carry ? "carried" : "new_plan"));
    this.refresh();
    (carry ? this.carry : this.tool.input).focus();
  }

  lines({ plan, before }) {
    return [plan, ...before].filter(planWritten).flatMap((one) => [...this.planLines(one), ...this.logLines(one), ""]);
  }

  planLines({ tool, moment, action, restart, begun }) {
    const { practice, words } = this;
    const told = [[practice.moment, moment], [practice.action, action], [practice.restart, restart]].filter(([, text]) => text.trim());
    return [words("begun", { day: dayWords(begun) }), ...(tool ? [tool] : []), ...told.map(([prompt, text]) => `${prompt} ${text}`)];
  }

  // The plan alone: how it went is no matter for paper.
  printed() {
    const { practice, plan } = this;
    const asked = [[practice.choose, plan.tool], ...["moment", "action", "restart"].map((name) => [practice[name], plan[name]])];
    return asked.map(([question, answer]) => printedAnswer(question, answer));
  }

  logLines({ log }) {
    return inOrder(log).map(({ day, how }) => this.words("went_row", { day: dayWords(day), how: this.words(how) }));
  }

  reread() {
    this.sheet.read();
  }

  refresh() {
    const { plan, words } = this;
    const written = planWritten(plan);
    this.tool.show(this.practice.tools.some(({ tool }) => tool === plan.tool) ? plan.tool : "");
    put(this.example, this.exampleOf(plan.tool));
    for (const field of this.writing) field.show();
    this.log.node.hidden = !written;
    this.log.show(plan.log);
    this.choices.hidden = !written;
    const over = written && laterDay(plan.begun, { days: WEEK }) <= localDay();
    put(this.kind, words(over ? "week_over" : "any_time", { day: written ? dayWords(plan.begun) : "" }));
    this.showEarlier();
  }

  exampleOf(chosen) {
    const { tools } = this.practice;
    const { moment, action } = tools.find(({ tool }) => tool === chosen) ?? tools[0];
    return this.words("example", { moment, action });
  }

  showEarlier() {
    const { before } = this.sheet.value;
    this.before.hidden = !before.length;
    if (same(before, this.told)) return;
    this.told = before;
    const lines = (plan) => [...this.planLines(plan), ...this.logLines(plan)].map((line) => element("li", {}, line));
    this.list.replaceChildren(...before.map((plan) => element("ul", {}, ...lines(plan))));
  }
}

function render({ model, el }) {
  return show(new Commitment(model.get("spec")), el);
}

export default { render };
