// The emotion map: two directions, words, and the strength of a feeling before and after; for one's own eyes only.

import { isNamed } from "../../../widgets/static/shared/copy_text.js";
import { control, element } from "../../../widgets/static/shared/dom.js";
import { Practice, put, show } from "../../../widgets/static/shared/practice.js";
import { printedAnswer } from "../../../widgets/static/shared/printing.js";
import { group } from "../../../widgets/static/shared/settings.js";
import { Sheet } from "../../../widgets/static/shared/sheet.js";

/** @typedef {"unpleasant_high" | "pleasant_high" | "unpleasant_low" | "pleasant_low"} Quarter */
/** @typedef {Kit.Practice & { words: { [quarter in Quarter]: string[] } }} Words */
/** @typedef {"before" | "pleasant" | "energy" | "after"} ScaleName */
/** @typedef {{ [scale in ScaleName]?: number } & { words?: string[], situation?: string, own?: string }} Feeling */
/** @typedef {{ node: HTMLElement, input: HTMLInputElement, show: () => void }} Scale */
/** @typedef {{ quarter: Quarter, label: string, input: HTMLInputElement }} Chip */

const FURTHEST = 5;
/** @type {Quarter[]} */
const QUARTERS = ["unpleasant_high", "pleasant_high", "unpleasant_low", "pleasant_low"];

/** @type {ScaleName[]} */
const SCALES = ["before", "pleasant", "energy", "after"];

/** @param {unknown} value @param {number} low @param {number} high */
function withinScale(value, low, high) {
  return value === undefined || (typeof value === "number" && Number.isInteger(value) && value >= low && value <= high);
}

/** @param {unknown} value @returns {value is Feeling} */
function fitsMap(value) {
  if (!isNamed(value)) return false;
  const { pleasant, energy, before, after, words = [], situation = "", own = "" } = value;
  const scales = withinScale(pleasant, -FURTHEST, FURTHEST) && withinScale(energy, -FURTHEST, FURTHEST) &&
    withinScale(before, 0, 10) && withinScale(after, 0, 10);
  const texts = Array.isArray(words) ? [...words, situation, own] : [null];
  return scales && texts.every((text) => typeof text === "string");
}

/** @extends {Practice<Words>} */
class EmotionMap extends Practice {
  dot = element("span", { class: "kit-map-dot", hidden: true });
  /** @type {Chip[]} */
  chips = QUARTERS.flatMap((quarter) => this.practice.words[quarter].map((label) => ({ quarter, label })))
    .map((chip, index) => ({ ...chip, input: control("input", { type: "checkbox", id: `${this.id}-word-${index}` }) }));
  sliding = false;

  /** @param {Kit.PracticeSpec<Words>} spec */
  constructor(spec) {
    super(spec, "emotion_map");
    const { words } = this;
    /** @type {Sheet<Feeling>} */
    this.sheet = new Sheet(this, {
      blank: () => ({}), fits: fitsMap, lines: () => this.lines(), changed: () => this.refresh(),
    });
    this.situation = this.sheet.area("situation", { label: words("situation"), rows: 2 });
    this.ownWord = this.sheet.area("own", { label: words("own_word"), rows: 1 });
    const shift = { min: -FURTHEST, max: FURTHEST };
    /** @type {{ [scale in ScaleName]: Scale }} */
    this.scales = {
      before: this.scale("before", { min: 0, max: 10 }), pleasant: this.scale("pleasant", shift),
      energy: this.scale("energy", shift), after: this.scale("after", { min: 0, max: 10 }),
    };
    this.both = element("p", { class: "kit-map-both", role: "status" });
    this.build(this.situation.node, this.scales.before.node,
      group(words("where"), this.square(), this.scales.pleasant.node, this.scales.energy.node),
      this.labels(), this.ownWord.node, this.scales.after.node, this.both, this.notes(),
      this.sheet.clearing(this.sheet.printing("print_map", () => this.printed())), ...this.sheet.nodes);
  }

  // Until it is moved a scale says nothing, and it can be put back to saying nothing.
  /** @param {ScaleName} name @param {{ min: number, max: number }} ends @returns {Scale} */
  scale(name, { min, max }) {
    const { words, id } = this;
    const range = { type: "range", min, max, step: 1 };
    const input = control("input", { ...range, id: `${id}-${name}`, "aria-describedby": `${id}-${name}-at` });
    // The slider says its own value; what stands beside it is for the eye, and the sentence below waits for the end.
    const at = element("output", { class: "kit-map-at", id: `${id}-${name}-at`, for: input.id, "aria-live": "off" });
    input.addEventListener("input", () => {
      this.sliding = true;
      this.choose({ [name]: Number(input.value) });
    });
    input.addEventListener("change", () => {
      this.sliding = false;
      this.refresh();
    });
    const ends = element("span", { class: "kit-map-ends", "aria-hidden": "true" },
      element("span", {}, words(`${name}_low`)), element("span", {}, words(`${name}_high`)));
    const label = element("label", { for: input.id }, words(name));
    const node = element("div", { class: "kit-map-scale" }, label, input, ends, at);
    const show = () => {
      const value = this.sheet.value[name];
      input.value = String(value ?? Math.round((min + max) / 2));
      node.toggleAttribute("data-untouched", value === undefined);
      put(at, value === undefined ? words("not_set") : this.inWords(name, value));
    };
    return { node, input, show };
  }

  /** @param {ScaleName} name @param {number} value */
  inWords(name, value) {
    if (name === "before" || name === "after") return this.words("strength", { value });
    const side = value === 0 ? "middle" : `${name}_${value < 0 ? "low" : "high"}`;
    return this.words(side);
  }

  // The square is for the eye and for the finger; the two scales below it say and set the same.
  square() {
    const corners = QUARTERS.map((name) =>
      element("span", { class: `kit-map-corner kit-map-${name}` }, this.words(`quarter_${name}`)));
    const node = element("div", { class: "kit-map-square", "aria-hidden": "true" }, ...corners, this.dot);
    node.addEventListener("click", (event) => {
      const box = node.getBoundingClientRect();
      const place = (/** @type {number} */ share) =>
        Math.max(-FURTHEST, Math.min(FURTHEST, Math.round((share * 2 - 1) * FURTHEST)));
      const pleasant = place((event.clientX - box.left) / box.width);
      this.choose({ pleasant, energy: place(1 - (event.clientY - box.top) / box.height) });
    });
    return node;
  }

  labels() {
    const { words } = this;
    const chosen = () => this.chips.filter(({ input }) => input.checked).map(({ label }) => label);
    const nodes = this.chips.map(({ input, label }) => {
      input.addEventListener("change", () => this.choose({ words: chosen() }));
      return element("label", { class: "kit-practice-pick", for: input.id }, input, element("span", {}, label));
    });
    const picks = element("div", { class: "kit-practice-picks" }, ...nodes);
    return element("div", { class: "kit-map-words" }, group(words("labels"), picks));
  }

  /** @param {Feeling} values */
  choose(values) {
    this.sheet.set(values);
    this.refresh();
  }

  reread() {
    this.sheet.read();
  }

  refresh() {
    const { value } = this.sheet;
    for (const part of [this.situation, this.ownWord, ...Object.values(this.scales)]) part.show();
    for (const { label, input } of this.chips) input.checked = (value.words ?? []).includes(label);
    const placed = value.pleasant !== undefined || value.energy !== undefined;
    this.dot.hidden = !placed;
    const share = (/** @type {number | undefined} */ number) =>
      `${(((number ?? 0) + FURTHEST) / (2 * FURTHEST)) * 100}%`;
    Object.assign(this.dot.style, { left: share(value.pleasant), bottom: share(value.energy) });
    const whole = value.before !== undefined && value.after !== undefined;
    if (!this.sliding) put(this.both, whole ? this.words("both", { before: value.before, after: value.after }) : "");
  }

  lines() {
    const { value } = this.sheet;
    const { words } = this;
    const scales = SCALES.map((name) => {
      const at = value[name];
      return at === undefined ? "" : `${words(name)}: ${this.inWords(name, at)}`;
    });
    const chosen = [...(value.words ?? []), value.own?.trim() ?? ""].filter(Boolean);
    return [value.situation?.trim() ?? "", ...scales, chosen.join(", ")].filter(Boolean);
  }

  // Without an answer it is a sheet for a pen, with all the words to choose from.
  printed() {
    const { value } = this.sheet;
    const { words, practice } = this;
    const scale = (/** @type {ScaleName} */ name) => {
      const at = value[name];
      return printedAnswer(words(name), at === undefined ? "" : this.inWords(name, at), { room: 1 });
    };
    const chosen = [...(value.words ?? []), value.own?.trim() ?? ""].filter(Boolean).join(", ");
    const all = QUARTERS.flatMap((quarter) => practice.words[quarter]).join(", ");
    return [printedAnswer(words("situation"), value.situation), ...SCALES.filter((name) => name !== "after").map(scale),
      printedAnswer(words("labels"), chosen, { idea: all, room: 1 }), scale("after")];
  }
}

/** @param {Kit.Rendering<Kit.PracticeSpec<Words>>} rendering */
function render({ model, el }) {
  return show(new EmotionMap(model.get("spec")), el);
}

export default { render };
