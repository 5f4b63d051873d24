// What an item is answered with: picking, ordering, writing.
// A field is { node, first, get, set, fits, show }: get() is undefined where the person has passed, and fits() says whether
// a kept value still belongs to the item as it is now.

import { button, control, element, onlyRead, same } from "../shared/dom.js";

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

// Putting options in order with buttons, by mouse, touch or keyboard alike. The list as it first stands is
// nobody's answer: an order counts once something was moved, or once it was declared to be the person's own.
export class Ranking {
  constructor(item, id, changed, words, announce) {
    Object.assign(this, { changed, words, announce });
    this.labels = item.options.map((offer) => offer.value);
    this.shown = [...this.labels];
    this.settled = false;
    this.rows = new Map(this.labels.map((label, index) => [label, this.row(label, `${id}-${index}`)]));
    this.list = element("ol", { class: "kit-form-order" });
    this.mine = button({ class: "kit-form-quiet", id: `${id}-mine`, onclick: () => this.toggle() }, words("order_mine"));
    this.note = element("span", { class: "kit-form-note" });
    const below = element("div", { class: "kit-form-below" }, this.mine, this.note);
    this.node = element("div", { class: "kit-form-ranking" }, this.list, below);
    this.first = this.rows.get(this.labels[0]).down;
    this.draw();
  }

  row(label, id) {
    const arrow = (step, sign, name) =>
      button(
        { class: "kit-form-arrow", id: `${id}-${name}`, onclick: (event) => this.move(label, step, event.currentTarget) },
        element("span", { "aria-hidden": "true" }, sign),
        onlyRead(this.words(name, { option: label })),
      );
    const number = element("span", { class: "kit-form-number", "aria-hidden": "true" });
    const up = arrow(-1, "↑", "order_up");
    const down = arrow(1, "↓", "order_down");
    const node = element("li", {}, number, element("span", { class: "kit-form-ranked" }, label), up, down);
    return { node, number, up, down };
  }

  draw() {
    this.shown.forEach((label, index) => {
      const { node, number, up, down } = this.rows.get(label);
      number.textContent = this.settled ? String(index + 1) : "·";
      // Not "disabled": a button that is disabled while it is pressed drops the focus out of the list.
      up.setAttribute("aria-disabled", String(index === 0));
      down.setAttribute("aria-disabled", String(index === this.shown.length - 1));
      this.list.append(node);
    });
    this.mine.setAttribute("aria-pressed", String(this.settled));
    this.note.textContent = this.words(this.settled ? "order_set" : "order_unset");
  }

  move(label, step, pressed) {
    const from = this.shown.indexOf(label);
    const to = from + step;
    if (to >= 0 && to < this.shown.length) {
      this.shown.splice(from, 1);
      this.shown.splice(to, 0, label);
      this.settled = true;
      this.draw();
      pressed.focus();
      this.changed();
    }
    const place = this.shown.indexOf(label) + 1;
    this.announce(this.words("order_place", { option: label, place, count: this.shown.length }));
  }

  toggle() {
    this.settled = !this.settled;
    this.draw();
    this.announce(this.words(this.settled ? "order_set" : "order_unset"));
    this.changed();
  }

  get() {
    return this.settled ? [...this.shown] : undefined;
  }

  set(value) {
    this.settled = Array.isArray(value);
    this.shown = this.settled ? [...value] : [...this.labels];
    this.draw();
  }

  fits(value) {
    return Array.isArray(value) && same([...value].sort(), [...this.labels].sort());
  }

  show(value) {
    return value.map((label, index) => `${index + 1}. ${label}`).join("  ");
  }
}

// NFC, without control or format characters.
export function tidied(text) {
  return text.normalize("NFC").replace(/[^\P{C}\n\t]/gu, "").trim();
}

// A text field. What is sent has a longest length and is tidied as the kit stores it, so that nothing looks
// changed afterwards; what never leaves this browser needs neither.
export class Writing {
  constructor(item, id, changed, words) {
    Object.assign(this, { longest: item.longest, changed, words });
    const described = { "aria-describedby": `${id}-about ${id}-travel ${id}-count` };
    this.first = control("textarea", { id, rows: 3, dir: "auto", ...described, oninput: () => this.written() });
    this.count = element("span", { class: "kit-form-count", id: `${id}-count` });
    this.node = element("div", { class: "kit-form-writing" }, this.first, this.count);
    this.showCount();
  }

  written() {
    this.showCount();
    this.changed();
  }

  get left() {
    return this.longest === null ? 0 : this.longest - Array.from(this.get() ?? "").length;
  }

  get tooLong() {
    return this.left < 0;
  }

  showCount() {
    const { left, tooLong } = this;
    const words = tooLong ? this.words("too_long", { count: -left }) : this.words("left", { count: left });
    this.count.textContent = this.longest === null ? "" : words;
    this.count.toggleAttribute("data-over", tooLong);
    this.first.setAttribute("aria-invalid", String(tooLong));
  }

  get() {
    const text = this.first.value;
    return (this.longest === null ? text.trim() : tidied(text)) || undefined;
  }

  set(value) {
    // Only other words: replacing the same ones would throw away the undo history of who is writing.
    if (this.get() === value) return;
    this.first.value = value ?? "";
    this.showCount();
  }

  close(closed) {
    this.first.readOnly = closed;
  }

  fits(value) {
    return typeof value === "string";
  }

  show(value) {
    return value;
  }
}
