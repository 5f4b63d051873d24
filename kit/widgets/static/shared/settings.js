// How somebody likes to practise, kept in this browser only; and the native controls to say so.

import { control, element, own } from "./dom.js";

function fitsShape(shape, value) {
  if (shape.among) return shape.among.includes(value);
  if (typeof shape.value === "boolean") return typeof value === "boolean";
  return Number.isFinite(value) && value >= shape.min && value <= shape.max;
}

export class Settings {
  constructor(kept, bus, shapes) {
    Object.assign(this, { kept, bus, shapes });
    this.read();
  }

  read() {
    this.chosen = this.kept.read("settings") ?? {};
  }

  // What was kept may come from another version, or from somebody's own hand.
  get(name) {
    const value = own(this.chosen, name);
    return value !== undefined && fitsShape(this.shapes[name], value) ? value : this.shapes[name].value;
  }

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
export function numberField({ id, label, shape, step = 1, changed }) {
  const limits = { min: shape.min, max: shape.max, step };
  const input = control("input", { type: "number", id, inputmode: "decimal", autocomplete: "off", ...limits });
  const settle = () => {
    const typed = Number.parseFloat(input.value);
    const nearest = Math.round(Math.min(shape.max, Math.max(shape.min, typed)) / step) * step;
    changed(Number.isFinite(nearest) ? nearest : null);
  };
  input.addEventListener("change", settle);
  const show = (value) => (input.value = String(value));
  return { show, input, node: element("label", { class: "kit-practice-field", for: id }, element("span", {}, label), input) };
}

export function selectField({ id, label, options, changed }) {
  const choices = options.map(({ value, label: words }) => element("option", { value }, words));
  const input = control("select", { id }, ...choices);
  input.addEventListener("change", () => changed(input.value));
  const show = (value) => (input.value = value);
  return { show, input, node: element("label", { class: "kit-practice-field", for: id }, element("span", {}, label), input) };
}

export function switchField({ id, label, about, changed }) {
  const described = about ? { "aria-describedby": `${id}-about` } : {};
  const input = control("input", { type: "checkbox", id, ...described });
  input.addEventListener("change", () => changed(input.checked));
  const show = (value) => (input.checked = value);
  const words = element("label", { class: "kit-practice-switch", for: id }, input, element("span", {}, label));
  const more = about ? element("p", { class: "kit-practice-about", id: `${id}-about` }, about) : null;
  return { show, input, node: element("div", {}, words, more) };
}

export function group(title, ...fields) {
  const legend = element("legend", { class: "kit-practice-legend" }, title);
  return element("fieldset", { class: "kit-practice-group" }, legend, ...fields);
}

export function folded(id, title, ...children) {
  const summary = control("summary", { id }, title);
  return element("details", { class: "kit-practice-folded" }, summary, ...children);
}
