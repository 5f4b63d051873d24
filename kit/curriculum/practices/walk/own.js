// The five steps with a situation of one's own, one step at a time; every word of it stays in this browser.

import { button, control, element } from "../../../widgets/static/shared/dom.js";
import { paragraphs } from "../../../widgets/static/shared/printing.js";
import { group } from "../../../widgets/static/shared/settings.js";

export const HEAPS = ["mine", "shared", "not_mine"];
const KINDS = ["listen", "help", "understanding", "acknowledge", "nothing"];

export class WalkOwn {
  constructor({ sheet, steps, id, words, level, at, go }) {
    Object.assign(this, { sheet, steps, id, words, level, at, go });
    this.parts = Object.fromEntries(steps.map((step) => [step.id, this.part(step)]));
    this.back = button({ class: "kit-form-quiet", id: `${id}-back`, onclick: () => this.move(-1) }, words("step_back"));
    this.next = button({ class: "kit-form-send", id: `${id}-next`, onclick: () => this.move(1) }, words("step_next"));
    const print = sheet.printing("print_walk", () => this.printed(), { title: words("own_title") });
    const buttons = element("div", { class: "kit-form-buttons" }, this.next, this.back, print);
    this.node = element("div", {}, ...Object.values(this.parts).map(({ node }) => node), buttons, sheet.printNote());
  }

  get step() {
    return this.steps[this.at()].id;
  }

  part({ id: step, title, prompt }) {
    const head = control(`h${this.level}`, { class: "kit-walk-head", tabindex: "-1" }, title);
    const areas = this.areas(step);
    const kinds = step === "act" ? this.kinds() : null;
    const node = element("div", {}, head, element("p", {}, prompt), kinds?.node, ...areas.map((area) => area.node));
    return { node, head, show: () => [...areas, ...(kinds ? [kinds] : [])].forEach((one) => one.show()) };
  }

  areas(step) {
    const names = step === "assess" ? HEAPS : [step];
    return names.map((name) => this.sheet.area(name, { label: this.words(`note_${name}`), rows: step === "assess" ? 2 : 3 }));
  }

  kinds() {
    const name = `${this.id}-kind`;
    const inputs = KINDS.map((kind) => {
      const input = control("input", { type: "radio", name, id: `${name}-${kind}`, value: kind });
      input.addEventListener("change", () => this.sheet.set({ kind }));
      return input;
    });
    const labels = inputs.map((input) => element("label", { class: "kit-practice-switch", for: input.id }, input, element("span", {}, this.words(`kind_${input.value}`))));
    const show = () => inputs.forEach((input) => (input.checked = this.sheet.value.kind === input.value));
    return { node: group(this.words("kind"), ...labels), show };
  }

  move(by) {
    this.go(Math.min(this.steps.length - 1, Math.max(0, this.at() + by)));
    this.parts[this.step].head.focus();
  }

  show() {
    for (const [step, part] of Object.entries(this.parts)) {
      part.node.hidden = step !== this.step;
      part.show();
    }
    this.back.hidden = this.at() === 0;
    this.next.hidden = this.at() === this.steps.length - 1;
  }

  lines() {
    return ownLines(this.sheet.value, this.steps, this.words);
  }

  printed() {
    const said = this.lines();
    return paragraphs(said.length ? said : [this.words("nothing_written")]);
  }
}

// What was written about one's own situation, for a file and for paper.
export function ownLines(value, steps, words) {
  const noteOf = (name) => (value[name] ? [`${words(`note_${name}`)} ${value[name]}`] : []);
  return steps.flatMap(({ id, title }) => {
    const kind = id === "act" && value.kind ? [words(`kind_${value.kind}`)] : [];
    const said = [...kind, ...(id === "assess" ? HEAPS.flatMap(noteOf) : noteOf(id))];
    return said.length ? [`${title}`, ...said] : [];
  });
}
