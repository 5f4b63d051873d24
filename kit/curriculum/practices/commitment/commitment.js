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

/** @import { How, Plan, Plans, PlanWord, Went } from "./plan.js" */
/** @typedef {{ tool: string, moment: string, action: string }} Tool */
/** @typedef {Exclude<PlanWord, "tool">} PlanPart */
/**
 * @typedef {Kit.Practice & { tools: Tool[], choose: string, aloud: string } & { [part in PlanPart]: string }} Planning
 */

/** @type {PlanPart[]} */
const PLAN_PARTS = ["moment", "action", "restart"];

// How it went, day by day or each time: three answers that weigh the same, and nothing that counts them.
class WentLog {
  // The entries that are shown.
  /** @type {Went[] | undefined} */
  shown;

  // "noted" is called with an entry, "taken" with the time of one that is taken back; "says" makes a sentence of an
  // answer, none of them a grade.
  /**
   * @param {{
   *   id: string, words: Kit.Words, noted: (entry: Went) => void, taken: (at: number) => void,
   *   says: (how: How) => string,
   * }} about
   */
  constructor({ id, words, noted, taken, says }) {
    this.id = id;
    this.words = words;
    this.noted = noted;
    this.taken = taken;
    this.says = says;
    this.day = control("input", { type: "date", id: `${id}-day`, autocomplete: "off" });
    const day = element("label", { class: "kit-practice-field", for: `${id}-day` },
      element("span", {}, words("which_day")), this.day);
    const choices = WENT.map((how) => {
      const onclick = () => this.note(how);
      return button({ class: "kit-form-quiet", id: `${id}-${how}`, onclick }, words(how));
    });
    this.line = statusLine("kit-form-copied");
    this.today = "";
    this.list = element("ul", { class: "kit-went-list" });
    const legend = element("legend", { class: "kit-practice-legend" }, words("how_it_went"));
    const told = element("p", { class: "kit-practice-about" }, words("went_about"));
    const row = element("div", { class: "kit-form-buttons kit-went-choices" }, ...choices);
    this.node = element("fieldset", { class: "kit-practice-group kit-went" },
      legend, told, day, row, this.line.node, this.list);
    this.node.addEventListener("focusin", () => this.turn());
  }

  // Left open past midnight, it stands at the new day, unless another one was chosen.
  turn() {
    const now = localDay();
    const given = noonOf(this.day.value) === null || this.day.value === this.today;
    if (now !== this.today && given && document.activeElement !== this.day) this.day.value = now;
    this.today = this.day.max = now;
  }

  /** @param {How} how */
  note(how) {
    const day = this.day.value;
    if (noonOf(day) === null || day > localDay()) return this.line.say("problem", "", this.words("no_such_day"));
    this.noted({ day, how, at: Date.now() });
    return this.line.say(how, "", this.says(how));
  }

  /** @param {Went[]} log */
  show(log) {
    this.turn();
    if (noonOf(this.day.value) === null && document.activeElement !== this.day) this.day.value = this.today;
    const order = inOrder(log);
    if (same(order, this.shown)) return;
    this.shown = order;
    this.list.replaceChildren(...order.map((entry) => this.row(entry)));
  }

  /** @param {Went} entry */
  row({ day, how, at }) {
    const what = this.words("went_row", { day: dayWords(day), how: this.words(how) });
    const marks = { class: "kit-form-quiet kit-form-clear", id: `${this.id}-back-${at}` };
    const back = button({ ...marks, onclick: once(() => this.takeBack(at)) },
      this.words("take_back"), onlyRead(` ${what}`));
    return element("li", {}, element("span", {}, what), back);
  }

  /** @param {number} at */
  takeBack(at) {
    this.taken(at);
    this.line.say("taken", "", this.words("taken_back"));
    this.day.focus();
  }
}

/** @extends {Practice<Planning>} */
class Commitment extends Practice {
  /** @type {Sheet<Plans>} */
  sheet = new Sheet(this, {
    blank: commitmentBlank, fits: commitmentFits, lines: (value) => this.lines(value), changed: () => this.refresh(),
    merge: commitmentMerged,
  });
  tool = this.toolField();
  example = element("p", { class: "kit-practice-about kit-plan-example" });
  writing = PLAN_PARTS.map((name) => this.sheet.area(name, {
    label: this.practice[name], rows: 2, read: () => this.plan[name], write: (text) => this.write({ [name]: text }),
  }));
  kind = element("p", { class: "kit-plan-kind" });
  carry = this.nextButton("carry", true);
  choices = element("div", { class: "kit-plan-going" });
  list = element("div", { class: "kit-plan-list" });
  before = folded(`${this.id}-before`, this.words("earlier_plans"), this.list);
  // The earlier plans that are shown.
  /** @type {Plan[] | undefined} */
  told;

  /** @param {Kit.PracticeSpec<Planning>} spec */
  constructor(spec) {
    super(spec, "commitment");
    const { id, words } = this;
    this.line = statusLine("kit-form-copied");
    this.log = new WentLog({
      id, words, says: (how) => this.says(how), noted: (entry) => this.keepLog([...this.plan.log, entry]),
      taken: (time) => this.keepLog(this.plan.log.filter(({ at }) => at !== time)),
    });
    const print = this.sheet.printing("print_plan", () => this.printed());
    this.build(this.choosing(), this.planning(), this.aloud(), this.log.node, this.going(), this.line.node,
      this.before, ...this.sheet.nodes, this.sheet.clearing(print));
  }

  get plan() {
    return this.sheet.value.plan;
  }

  toolField() {
    const { practice, id, words } = this;
    const tools = practice.tools.map(({ tool }) => ({ value: tool, label: tool }));
    const options = [{ value: "", label: words("own_tool") }, ...tools];
    const changed = (/** @type {string} */ tool) => this.write({ tool });
    return selectField({ id: `${id}-tool`, label: practice.choose, options, changed });
  }

  choosing() {
    return element("div", { class: "kit-plan-tool" }, this.tool.node, this.example);
  }

  planning() {
    return element("div", { class: "kit-plan-words" }, ...this.writing.map(({ node }) => node));
  }

  aloud() {
    const { aloud } = this.practice;
    return aloud ? element("p", { class: "kit-plan-aloud" }, icon("spoken"), element("span", {}, aloud)) : null;
  }

  // What can be done with a plan, whatever has become of it.
  going() {
    const other = this.nextButton("other", false);
    this.choices.append(this.kind, element("div", { class: "kit-form-buttons" }, this.carry, other),
      element("p", { class: "kit-practice-about" }, this.words("asked_next")));
    return this.choices;
  }

  /** @param {"carry" | "other"} name @param {boolean} carry */
  nextButton(name, carry) {
    const told = this.words(carry ? "carry" : "other_plan");
    const onclick = once(() => this.next(carry));
    return button({ class: "kit-form-quiet", id: `${this.id}-${name}`, onclick }, told);
  }

  /** @param {{ [word in PlanWord]?: string }} words */
  write(words) {
    this.sheet.set({ plan: planWith(this.plan, words, localDay()) });
    this.refresh();
  }

  /** @param {Went[]} log */
  keepLog(log) {
    this.sheet.set({ plan: { ...this.plan, log } });
    this.refresh();
  }

  /** @param {How} how */
  says(how) {
    const restart = this.plan.restart.trim();
    return how === "not_this_time" && restart ? this.words("restart_as", { restart }) : this.words(`says_${how}`);
  }

  /** @param {boolean} carry */
  next(carry) {
    this.sheet.keep(nextPlan(this.sheet.value, { carry, today: localDay() }));
    this.line.say("next", "", this.words(carry ? "carried" : "new_plan"));
    this.refresh();
    (carry ? this.carry : this.tool.input).focus();
  }

  /** @param {Plans} plans */
  lines({ plan, before }) {
    const written = [plan, ...before].filter(planWritten);
    return written.flatMap((each) => [...this.planLines(each), ...this.logLines(each), ""]);
  }

  /** @param {Plan} plan */
  planLines(plan) {
    const { practice, words } = this;
    const told = PLAN_PARTS.filter((name) => plan[name].trim()).map((name) => `${practice[name]} ${plan[name]}`);
    return [words("begun", { day: dayWords(plan.begun) }), ...(plan.tool ? [plan.tool] : []), ...told];
  }

  // The plan alone: how it went is no matter for paper.
  printed() {
    const { practice, plan } = this;
    const parts = PLAN_PARTS.map((name) => printedAnswer(practice[name], plan[name]));
    return [printedAnswer(practice.choose, plan.tool), ...parts];
  }

  /** @param {Plan} plan */
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

  /** @param {string} chosen */
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
    this.list.replaceChildren(...before.map((plan) => {
      const lines = [...this.planLines(plan), ...this.logLines(plan)];
      return element("ul", {}, ...lines.map((line) => element("li", {}, line)));
    }));
  }
}

/** @param {Kit.Rendering<Kit.PracticeSpec<Planning>>} rendering */
function render({ model, el }) {
  return show(new Commitment(model.get("spec")), el);
}

export default { render };
