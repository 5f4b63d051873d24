// How somebody likes to practise, kept in this browser only; and the native controls to say so.

import { control, element, own } from "./dom.js";

/** @import { Bus } from "./bus.js" */
/** @import { Keeper } from "./storage.js" */

/** @param {Kit.Shape} shape @param {unknown} value */
function fitsShape(shape, value) {
  if ("among" in shape) return typeof value === "string" && shape.among.includes(value);
  if (!("min" in shape)) return typeof value === "boolean";
  return typeof value === "number" && Number.isFinite(value) && value >= shape.min && value <= shape.max;
}

/** @template {{ [name: string]: Kit.Shape }} S */
export class Settings {
  /** @param {Keeper} kept @param {Bus} bus @param {S} shapes */
  constructor(kept, bus, shapes) {
    this.kept = kept;
    this.bus = bus;
    this.shapes = shapes;
    /** @type {Kit.Named} */
    this.chosen = {};
    this.read();
  }

  read() {
    this.chosen = this.kept.read("settings") ?? {};
  }

  // What was kept may come from another version, or from somebody's own hand.
  /** @template {keyof S & string} N @param {N} name @returns {S[N]["value"]} */
  get(name) {
    const value = own(this.chosen, name);
    const fits = value !== undefined && fitsShape(this.shapes[name], value);
    return /** @type {S[N]["value"]} */ (fits ? value : this.shapes[name].value);
  }

  /** @param {Kit.Named} values */
  set(values) {
    this.chosen = { ...this.chosen, ...values };
    this.kept.write("settings", this.chosen);
    this.bus.tell({ what: "kept" });
  }

  reset() {
    this.chosen = {};
    this.kept.forget("settings");
    this.bus.tell({ what: "kept" });
  }
}

// A number as a native field: what does not fit is put right when the field is left, and never while typing.
/** @param {Kit.FieldOptions<number | null> & { shape: Kit.Counting }} how @returns {Kit.Field<number>} */
export function numberField({ id, label, shape, step = 1, changed }) {
  const limits = { min: shape.min, max: shape.max, step };
  const input = control("input", { type: "number", id, inputmode: "decimal", autocomplete: "off", ...limits });
  const settle = () => {
    const typed = Number.parseFloat(input.value);
    const nearest = Math.round(Math.min(shape.max, Math.max(shape.min, typed)) / step) * step;
    changed(Number.isFinite(nearest) ? nearest : null);
  };
  input.addEventListener("change", settle);
  const show = (/** @type {number} */ value) => void (input.value = String(value));
  return { show, input, node: labelled(input, label) };
}

/** @param {Kit.ChoiceOptions} how @returns {Kit.Field<string>} */
export function selectField({ id, label, options, changed }) {
  const choices = (options ?? []).map(({ value, label: words }) => element("option", { value }, words));
  const input = control("select", { id }, ...choices);
  input.addEventListener("change", () => changed(input.value));
  const show = (/** @type {string} */ value) => void (input.value = value);
  return { show, input, node: labelled(input, label) };
}

/** @param {HTMLElement} input @param {string} label */
function labelled(input, label) {
  return element("label", { class: "kit-practice-field", for: input.id }, element("span", {}, label), input);
}

/** @param {Kit.FieldOptions<boolean>} how @returns {Kit.Field<boolean>} */
export function switchField({ id, label, about, changed }) {
  const described = about ? { "aria-describedby": `${id}-about` } : {};
  const input = control("input", { type: "checkbox", id, ...described });
  input.addEventListener("change", () => changed(input.checked));
  const show = (/** @type {boolean} */ value) => void (input.checked = value);
  const words = element("label", { class: "kit-practice-switch", for: id }, input, element("span", {}, label));
  const more = about ? element("p", { class: "kit-practice-about", id: `${id}-about` }, about) : null;
  return { show, input, node: element("div", {}, words, more) };
}

/** @param {string} title @param {...Kit.Child} fields */
export function group(title, ...fields) {
  const legend = element("legend", { class: "kit-practice-legend" }, title);
  return element("fieldset", { class: "kit-practice-group" }, legend, ...fields);
}

/** @param {string} id @param {string} title @param {...Kit.Child} children */
export function folded(id, title, ...children) {
  const summary = control("summary", { id }, title);
  return element("details", { class: "kit-practice-folded" }, summary, ...children);
}
