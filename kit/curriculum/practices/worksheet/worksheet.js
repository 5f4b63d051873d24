// A worksheet: questions for one's own eyes, whose options may have something to say.

import { isNamed } from "../../../widgets/static/shared/copy_text.js";
import { button, control, element, once, own } from "../../../widgets/static/shared/dom.js";
import { Practice, show } from "../../../widgets/static/shared/practice.js";
import { printedAnswer } from "../../../widgets/static/shared/printing.js";
import { Sheet } from "../../../widgets/static/shared/sheet.js";

/** @typedef {{ label: string, says: string, was: string[] }} Offered */
/** @typedef {"text" | "one" | "any" | "list"} PartKind */
/** @typedef {{ id: string, kind: PartKind, prompt: string, help: string, options: Offered[] }} Question */
/** @typedef {Kit.Practice & { parts: Question[], closing: string }} Questions */
/** @typedef {{ text: string, weight: string }} Weighed */
/** @typedef {{ input: HTMLInputElement, weight: HTMLSelectElement, node: HTMLElement }} Row */

const WEIGHTS = ["little", "some", "lot"];

/** @param {unknown} value @returns {value is string} */
function textFits(value) {
  return typeof value === "string";
}

/** @param {unknown} value @returns {value is string | string[]} */
function pickFits(value) {
  return textFits(value) || (Array.isArray(value) && value.every(textFits));
}

/** @param {unknown} value @returns {value is Weighed[]} */
function listFits(value) {
  const fits = (/** @type {unknown} */ row) =>
    isNamed(row) && textFits(row.text) && WEIGHTS.some((weight) => weight === row.weight);
  return Array.isArray(value) && value.every(fits);
}

// What is common to the parts: a legend, a line of help, and the value under the part's id.
/** @template V */
class WorkPart {
  /**
   * @param {Question} part
   * @param {Sheet<Kit.Named>} sheet
   * @param {Kit.Words} words
   * @param {(value: unknown) => value is V} fits
   */
  constructor(part, sheet, words, fits) {
    this.part = part;
    this.sheet = sheet;
    this.words = words;
    this.fits = fits;
    this.name = `${sheet.practice.id}-${part.id}`;
  }

  // A sheet may have been edited since: what does not fit is not shown, and stays where it is.
  get found() {
    const found = own(this.sheet.value, this.part.id);
    return found !== undefined && this.fits(found) ? found : undefined;
  }

  get value() {
    return this.found;
  }

  /** @param {V} value */
  keep(value) {
    this.sheet.set({ [this.part.id]: value });
  }

  /** @param {...HTMLElement} nodes */
  framed(...nodes) {
    const { prompt, help } = this.part;
    const legend = element("legend", { class: "kit-work-prompt" }, prompt);
    const about = help ? element("p", { class: "kit-practice-help" }, help) : null;
    return element("fieldset", { class: "kit-practice-group kit-work-part" }, legend, about, ...nodes);
  }
}

/** @extends {WorkPart<string>} */
class TextPart extends WorkPart {
  /** @param {Question} part @param {Sheet<Kit.Named>} sheet @param {Kit.Words} words */
  constructor(part, sheet, words) {
    super(part, sheet, words, textFits);
    this.area = sheet.area(part.id, { label: part.prompt, about: part.help });
    this.node = this.area.node;
  }

  lines() {
    return [this.value ?? ""];
  }

  show() {
    this.area.show();
  }
}

/** @extends {WorkPart<string | string[]>} */
class PickPart extends WorkPart {
  /** @param {Question} part @param {Sheet<Kit.Named>} sheet @param {Kit.Words} words */
  constructor(part, sheet, words) {
    super(part, sheet, words, pickFits);
    this.several = part.kind === "any";
    this.options = part.options.map((option, index) => this.option(option, `${this.name}-${index}`));
    this.node = this.framed(...this.options.map(({ node }) => node));
  }

  // What was chosen, each by the words that it has today.
  get chosen() {
    const today = (/** @type {string} */ words) =>
      this.part.options.find(({ label, was }) => label === words || was.includes(words))?.label ?? words;
    return [...new Set([this.value ?? []].flat().map(today))];
  }

  /** @param {Offered} option @param {string} id */
  option({ label, says }, id) {
    const input = control("input", { type: this.several ? "checkbox" : "radio", name: this.name, id });
    input.addEventListener("change", () => this.pick(label, input.checked));
    const said = says ? element("p", { class: "kit-work-says", hidden: true }, says) : null;
    const line = element("label", { class: "kit-practice-switch", for: id }, input, element("span", {}, label));
    return { label, input, said, node: element("div", {}, line, said) };
  }

  /** @param {string} label @param {boolean} on */
  pick(label, on) {
    const { chosen, part, several } = this;
    const all = part.options.map((option) => option.label);
    const others = chosen.filter((known) => !all.includes(known));
    const picked = all.filter((offered) => (offered === label ? on : chosen.includes(offered)));
    this.keep(several ? [...picked, ...others] : label);
    this.show();
  }

  show() {
    for (const { label, input, said } of this.options) {
      input.checked = this.chosen.includes(label);
      if (said) said.hidden = !input.checked;
    }
  }

  lines() {
    const chosen = this.options.filter(({ input }) => input.checked);
    return chosen.flatMap(({ label, said }) => [`– ${label}`, ...(said ? [`  ${said.textContent}`] : [])]);
  }
}

// Things, each with a weight. The list ends in an empty line to write the next one into.
/** @extends {WorkPart<Weighed[]>} */
class ListPart extends WorkPart {
  // What was taken away last, and from where.
  /** @type {{ index: number, row: Weighed } | null} */
  gone = null;

  /** @param {Question} part @param {Sheet<Kit.Named>} sheet @param {Kit.Words} words */
  constructor(part, sheet, words) {
    super(part, sheet, words, listFits);
    this.list = element("ul", { class: "kit-work-list" });
    const quiet = (/** @type {string} */ name, /** @type {() => void} */ onclick) => ({
      class: "kit-form-quiet", id: `${this.name}-${name}`, onclick,
    });
    this.add = button(quiet("add", () => this.another()), words("list_add"));
    this.undo = button({ ...quiet("back", () => this.bringBack()), hidden: true }, words("clear_undo"));
    this.node = this.framed(this.list, element("div", { class: "kit-form-buttons" }, this.add, this.undo));
    /** @type {Row[]} */
    this.rows = [];
  }

  get value() {
    return this.found ?? [{ text: "", weight: "some" }];
  }

  /** @param {number} index @returns {Row} */
  row(index) {
    const { words, name } = this;
    const id = `${name}-${index}`;
    const label = (/** @type {string} */ sentence) => ({ "aria-label": words(sentence, { number: index + 1 }) });
    const input = control("input", { type: "text", id, dir: "auto", autocomplete: "off", ...label("list_item") });
    const options = WEIGHTS.map((weight) => element("option", { value: weight }, words(`weight_${weight}`)));
    const weight = control("select", { id: `${id}-weight`, ...label("list_weight") }, ...options);
    const marks = { class: "kit-form-quiet", id: `${id}-away`, ...label("list_away_what") };
    const away = button({ ...marks, onclick: once(() => this.drop(index)) }, words("list_away"));
    input.addEventListener("input", () => this.change(index, { text: input.value }));
    weight.addEventListener("change", () => this.change(index, { weight: weight.value }));
    return { input, weight, node: element("li", {}, input, weight, away) };
  }

  /** @param {number} index @param {Partial<Weighed>} values */
  change(index, values) {
    this.keep(this.value.map((row, at) => (at === index ? { ...row, ...values } : row)));
  }

  another() {
    this.keep([...this.value, { text: "", weight: "some" }]);
    this.show();
    this.rows.at(-1)?.input.focus();
  }

  /** @param {number} index */
  drop(index) {
    const { value } = this;
    if (value[index].text.trim()) this.gone = { index, row: value[index] };
    this.undo.hidden = !this.gone;
    this.keep(value.filter((_, at) => at !== index));
    this.show();
    (this.rows[Math.min(index, this.rows.length - 1)]?.input ?? this.add).focus();
  }

  bringBack() {
    const { gone, value } = this;
    if (!gone) return;
    const { index, row } = gone;
    this.gone = null;
    this.undo.hidden = true;
    this.keep([...value.slice(0, index), row, ...value.slice(index)]);
    this.show();
    this.rows[Math.min(index, this.rows.length - 1)].input.focus();
  }

  show() {
    const { value } = this;
    for (const { node } of this.rows.splice(value.length)) node.remove();
    while (this.rows.length < value.length) {
      const row = this.row(this.rows.length);
      this.rows.push(row);
      this.list.append(row.node);
    }
    value.forEach(({ text, weight }, index) => {
      if (this.rows[index].input.value !== text) this.rows[index].input.value = text;
      this.rows[index].weight.value = weight;
    });
  }

  lines() {
    const written = this.value.filter(({ text }) => text.trim());
    return written.map(({ text, weight }) => `– ${text} (${this.words(`weight_${weight}`)})`);
  }
}

const WORK_PARTS = { text: TextPart, one: PickPart, any: PickPart, list: ListPart };

/** @extends {Practice<Questions>} */
class Worksheet extends Practice {
  /** @param {Kit.PracticeSpec<Questions>} spec */
  constructor(spec) {
    // Several worksheets share this module, and each is a sheet of its own.
    super(spec, spec.practice.id);
    const { practice, words } = this;
    /** @type {Sheet<Kit.Named>} */
    this.sheet = new Sheet(this, {
      blank: () => ({}),
      fits: isNamed,
      lines: () => this.lines(),
      changed: () => this.refresh(),
    });
    this.parts = practice.parts.map((part) => new WORK_PARTS[part.kind](part, this.sheet, words));
    const closing = practice.closing ? element("p", { class: "kit-work-closing" }, practice.closing) : null;
    const print = this.sheet.printing("print_sheet", () => this.printed());
    const parts = this.parts.map(({ node }) => node);
    this.build(...parts, closing, this.notes(), this.sheet.clearing(print), ...this.sheet.nodes);
  }

  reread() {
    this.sheet.read();
  }

  refresh() {
    for (const part of this.parts) part.show();
  }

  lines() {
    return this.parts.flatMap((part) => {
      const said = part.found === undefined ? [] : part.lines().filter(Boolean);
      return said.length ? [part.part.prompt, ...said, ""] : [];
    });
  }

  // On paper also what is still empty, with room to write.
  printed() {
    return this.parts.map((part) => printedAnswer(part.part.prompt, part.lines().filter(Boolean).join("\n")));
  }
}

/** @param {Kit.Rendering<Kit.PracticeSpec<Questions>>} rendering */
function render({ model, el }) {
  return show(new Worksheet(model.get("spec")), el);
}

export default { render };
