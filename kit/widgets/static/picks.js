// Picking one, and picking any number. A field is { node, first, get, set, fits, show }: get() is undefined
// where the person has passed, and fits() says whether a kept value still belongs to the item as it is now.

import { control, element, onlyRead } from "./shared/dom.js";

function option(kind, attributes, words, extra = null) {
  const input = control("input", { type: kind, ...attributes });
  const face = element("span", { class: "kit-form-face" }, words, extra);
  return { input, node: element("label", { class: "kit-form-option", for: attributes.id }, input, face) };
}

// The ends of a scale are also read out with their radios, so the words under it are for the eye.
function anchor(end, words) {
  return element("span", { class: `kit-form-anchor kit-form-anchor-${end}`, "aria-hidden": "true" }, words);
}

export class PickOne {
  constructor(item, id, changed) {
    this.options = item.options;
    const offers = this.options.map((offer, index) => {
      const extra = offer.meaning ? onlyRead(` (${offer.meaning})`) : null;
      const attributes = { id: `${id}-${index}`, name: id, value: String(index), onchange: changed };
      return option("radio", attributes, offer.label, extra);
    });
    this.inputs = offers.map(({ input }) => input);
    [this.first] = this.inputs;
    const list = element("div", { class: `kit-form-options kit-form-${item.layout}` });
    list.append(...offers.map(({ node }) => node));
    const count = this.options.length;
    list.style.setProperty("--kit-count", count);
    list.style.setProperty("--kit-row", count > 6 ? Math.ceil(count / 2) : count);
    const anchors = item.anchors ? [anchor("low", item.anchors[0]), anchor("high", item.anchors[1])] : [];
    this.node = element("div", { class: "kit-form-picks" }, list, ...anchors);
  }

  get() {
    const index = this.inputs.findIndex((input) => input.checked);
    return index < 0 ? undefined : this.options[index].value;
  }

  set(value) {
    this.inputs.forEach((input, index) => {
      input.checked = this.options[index].value === value;
    });
  }

  fits(value) {
    return this.options.some((offer) => offer.value === value);
  }

  show(value) {
    return this.options.find((offer) => offer.value === value).label;
  }
}

export class PickAny {
  constructor(item, id, changed, words) {
    Object.assign(this, { changed, words, values: item.options.map((offer) => offer.value) });
    const offers = item.options.map((offer, index) =>
      option("checkbox", { id: `${id}-${index}`, onchange: () => this.picked() }, offer.label),
    );
    const none = option("checkbox", { id: `${id}-none`, onchange: () => this.pickedNone() }, words("none"));
    none.node.classList.add("kit-form-none");
    this.boxes = offers.map(({ input }) => input);
    this.none = none.input;
    [this.first] = this.boxes;
    const nodes = offers.map(({ node }) => node);
    this.node = element("div", { class: `kit-form-options kit-form-${item.layout}` }, ...nodes, none.node);
  }

  picked() {
    if (this.boxes.some((box) => box.checked)) this.none.checked = false;
    this.changed();
  }

  pickedNone() {
    if (this.none.checked) this.boxes.forEach((box) => (box.checked = false));
    this.changed();
  }

  get() {
    const chosen = this.values.filter((_, index) => this.boxes[index].checked);
    return chosen.length || this.none.checked ? chosen : undefined;
  }

  set(value) {
    const chosen = value ?? [];
    this.boxes.forEach((box, index) => (box.checked = chosen.includes(this.values[index])));
    this.none.checked = Array.isArray(value) && value.length === 0;
  }

  fits(value) {
    return Array.isArray(value) && value.every((one) => this.values.includes(one));
  }

  show(value) {
    return value.length ? value.join(", ") : this.words("none");
  }
}
