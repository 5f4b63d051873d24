// A worksheet: questions for one's own eyes, whose options may have something to say.

import { isNamed } from "../../../widgets/static/shared/copy_text.js";
import { button, control, element, once, own } from "../../../widgets/static/shared/dom.js";
import { Practice, show } from "../../../widgets/static/shared/practice.js";
import { printedAnswer } from "../../../widgets/static/shared/printing.js";
import { Sheet } from "../../../widgets/static/shared/sheet.js";

const WEIGHTS = ["little", "some", "lot"];

// What is common to the parts: a legend, a line of help, and the value under the part's id.
class WorkPart {
  constructor(part, sheet, words) {
    Object.assign(this, { part, sheet, words, name: `${sheet.practice.id}-${part.id}` });
  }

  // A sheet may have been edited since: what does not fit is not shown, and stays where it is.
  get found() {
    const found = own(this.sheet.value, this.part.id);
    return found !== undefined && this.constructor.fits(found) ? found : undefined;
  }

  get value() {
    return this.found;
  }

  keep(value) {
    this.sheet.set({ [this.part.id]: value });
  }

  framed(...nodes) {
    const { prompt, help } = this.part;
    const about = help ? element("p", { class: "kit-practice-help" }, help) : null;
    return element("fieldset", { class: "kit-practice-group kit-work-part" }, element("legend", { class: "kit-work-prompt" }, prompt), about, ...nodes);
  }
}

class TextPart extends WorkPart {
  constructor(part, sheet, words) {
    super(part, sheet, words);
    this.area = sheet.area(part.id, { label: part.prompt, about: part.help });
    this.node = this.area.node;
  }

  static fits(value) {
    return typeof value === "string";
  }

  lines() {
    return [this.value];
  }

  show() {
    this.area.show();
  }
}

class PickPart extends WorkPart {
  constructor(part, sheet, words) {
    super(part, sheet, words);
    this.several = part.kind === "any";
    this.options = part.options.map((option, index) => this.option(option, `${this.name}-${index}`));
    this.node = this.framed(...this.options.map(({ node }) => node));
  }

  static fits(value) {
    return typeof value === "string" || (Array.isArray(value) && value.every((label) => typeof label === "string"));
  }

  get chosen() {
    const { value } = this;
    return Array.isArray(value) ? value : [value];
  }

  option({ label, says }, id) {
    const input = control("input", { type: this.several ? "checkbox" : "radio", name: this.name, id });
    input.addEventListener("change", () => this.pick(label, input.checked));
    const said = says ? element("p", { class: "kit-work-says", hidden: true }, says) : null;
    const line = element("label", { class: "kit-practice-switch", for: id }, input, element("span", {}, label));
    return { label, input, said, node: element("div", {}, line, said) };
  }

  pick(label, on) {
    const all = this.part.options.map((option) => option.label);
    const others = this.chosen.filter((one) => typeof one === "string" && !all.includes(one));
    this.keep(this.several ? [...all.filter((one) => (one === label ? on : this.chosen.includes(one))), ...others] : label);
    this.show();
  }

  show() {
    for (const { label, input, said } of this.options) {
      input.checked = this.chosen.includes(label);
      if (said) said.hidden = !input.checked;
    }
  }

  lines() {
    return this.options.filter(({ input }) => input.checked).flatMap(({ label, said }) => [`– ${label}`, ...(said ? [`  ${said.textContent}`] : [])]);
  }
}

// Things, each with a weight. The list ends in an empty line to write the next one into.
class ListPart extends WorkPart {
  constructor(part, sheet, words) {
    super(part, sheet, words);
    this.list = element("ul", { class: "kit-work-list" });
    this.add = button({ class: "kit-form-quiet", id: `${this.name}-add`, onclick: () => this.another() }, words("list_add"));
    this.undo = button({ class: "kit-form-quiet", id: `${this.name}-back`, hidden: true, onclick: () => this.bringBack() }, words("clear_undo"));
    this.node = this.framed(this.list, element("div", { class: "kit-form-buttons" }, this.add, this.undo));
    this.rows = [];
  }

  static fits(value) {
    return Array.isArray(value) && value.every((row) => typeof row?.text === "string" && WEIGHTS.includes(row.weight));
  }

  get value() {
    return this.found ?? [{ text: "", weight: "some" }];
  }

  row(index) {
    const { words, name } = this;
    const id = `${name}-${index}`;
    const input = control("input", { type: "text", id, dir: "auto", autocomplete: "off", "aria-label": words("list_item", { number: index + 1 }) });
    const options = WEIGHTS.map((weight) => element("option", { value: weight }, words(`weight_${weight}`)));
    const weight = control("select", { id: `${id}-weight`, "aria-label": words("list_weight", { number: index + 1 }) }, ...options);
    const away = button({ class: "kit-form-quiet", id: `${id}-away`, "aria-label": words("list_away_what", { number: index + 1 }), onclick: once(() => this.drop(index)) }, words("list_away"));
    input.addEventListener("input", () => this.change(index, { text: input.value }));
    weight.addEventListener("change", () => this.change(index, { weight: weight.value }));
    return { input, weight, node: element("li", {}, input, weight, away) };
  }

  change(index, values) {
    this.keep(this.value.map((row, at) => (at === index ? { ...row, ...values } : row)));
  }

  another() {
    this.keep([...this.value, { text: "", weight: "some" }]);
    this.show();
    this.rows.at(-1).input.focus();
  }

  drop(index) {
    const { value } = this;
    if (value[index].text.trim()) this.gone = { index, row: value[index] };
    this.undo.hidden = !this.gone;
    this.keep(value.filter((_, at) => at !== index));
    this.show();
    (this.rows[Math.min(index, this.rows.length - 1)]?.input ?? this.add).focus();
  }

  bringBack() {
    const { index, row } = this.gone;
    const { value } = this;
    this.gone = null;
    this.undo.hidden = true;
    this.keep([...value.slice(0, index), row, ...value.slice(index)]);
    this.show();
    this.rows[Math.min(index, this.rows.length - 1)].input.focus();
  }

  show() {
    const { value } = this;
    while (this.rows.length > value.length) this.rows.pop().node.remove();
    while (this.rows.length < value.length) {
      this.rows.push(this.row(this.rows.length));
      this.list.append(this.rows.at(-1).node);
    }
    value.forEach(({ text, weight }, index) => {
      if (this.rows[index].input.value !== text) this.rows[index].input.value = text;
      this.rows[index].weight.value = weight;
    });
  }

  lines() {
    return this.value.filter(({ text }) => text.trim()).map(({ text, weight }) => `– ${text} (${this.words(`weight_${weight}`)})`);
  }
}

const WORK_PARTS = { text: TextPart, one: PickPart, any: PickPart, list: ListPart };

class Worksheet extends Practice {
  constructor(spec) {
    // Several worksheets share this module, and each is a sheet of its own.
    super(spec, spec.practice.id);
    const { practice, words } = this;
    this.sheet = new Sheet(this, {
      blank: () => ({}),
      fits: isNamed,
      lines: () => this.lines(),
      changed: () => this.refresh(),
    });
    this.parts = practice.parts.map((part) => new WORK_PARTS[part.kind](part, this.sheet, words));
    const closing = practice.closing ? element("p", { class: "kit-work-closing" }, practice.closing) : null;
    const print = this.sheet.printing("print_sheet", () => this.printed());
    this.build(...this.parts.map(({ node }) => node), closing, this.notes(), this.sheet.clearing(print), ...this.sheet.nodes);
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

function render({ model, el }) {
  return show(new Worksheet(model.get("spec")), el);
}

export default { render };
