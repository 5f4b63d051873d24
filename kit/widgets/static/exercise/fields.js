// What an item is answered with: picking, ordering, writing.
// Each is a field as Kit.ItemField says (types.d.ts).

import { button, control, element, onlyRead } from "../shared/dom.js";
import { offerOf, offersOf } from "../shared/offers.js";

/**
 * @param {"radio" | "checkbox"} kind
 * @param {Kit.Attributes & { id: string }} attributes
 * @param {string} words
 * @param {Kit.Child} extra
 */
function option(kind, attributes, words, extra = null) {
  const input = control("input", { type: kind, ...attributes });
  const face = element("span", { class: "kit-form-face" }, words, extra);
  return { input, node: element("label", { class: "kit-form-option", for: attributes.id }, input, face) };
}

// The ends of a scale are also read out with their radios, so the words under it are for the eye.
/** @param {"low" | "high"} end @param {string} words */
function anchor(end, words) {
  return element("span", { class: `kit-form-anchor kit-form-anchor-${end}`, "aria-hidden": "true" }, words);
}

export class PickOne {
  /** @param {Kit.Picked} item @param {string} id @param {() => void} changed */
  constructor(item, id, changed) {
    this.options = item.options;
    const offers = this.options.map((offer, index) => {
      const extra = offer.meaning ? onlyRead(` (${offer.meaning})`) : null;
      const attributes = { id: `${id}-${index}`, name: id, value: String(index), onchange: changed };
      return option("radio", attributes, offer.label, extra);
    });
    this.inputs = offers.map(({ input }) => input);
    this.first = this.inputs[0];
    const list = element("div", { class: `kit-form-options kit-form-${item.layout}` });
    list.append(...offers.map(({ node }) => node));
    const count = this.options.length;
    list.style.setProperty("--kit-count", String(count));
    list.style.setProperty("--kit-row", String(count > 6 ? Math.ceil(count / 2) : count));
    const anchors = item.anchors ? [anchor("low", item.anchors[0]), anchor("high", item.anchors[1])] : [];
    this.node = element("div", { class: "kit-form-picks" }, list, ...anchors);
  }

  get() {
    const index = this.inputs.findIndex((input) => input.checked);
    return index < 0 ? undefined : this.options[index].value;
  }

  /** @param {string | number | undefined} value */
  set(value) {
    this.inputs.forEach((input, index) => {
      input.checked = this.options[index].value === value;
    });
  }

  /** @param {unknown} kept */
  known(kept) {
    return offerOf(this.options, kept)?.value;
  }

  /** @param {unknown} kept */
  show(kept) {
    return offerOf(this.options, kept)?.label ?? "";
  }
}

export class PickAny {
  /** @param {Kit.Picked} item @param {string} id @param {() => void} changed @param {Kit.Words} words */
  constructor(item, id, changed, words) {
    this.changed = changed;
    this.words = words;
    this.options = item.options;
    const offers = item.options.map((offer, index) =>
      option("checkbox", { id: `${id}-${index}`, onchange: () => this.picked() }, offer.label),
    );
    const none = option("checkbox", { id: `${id}-none`, onchange: () => this.pickedNone() }, words("none"));
    none.node.classList.add("kit-form-none");
    this.boxes = offers.map(({ input }) => input);
    this.none = none.input;
    this.first = this.boxes[0];
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
    const chosen = this.options.filter((_, index) => this.boxes[index].checked);
    return chosen.length || this.none.checked ? chosen.map(({ value }) => value) : undefined;
  }

  /** @param {(string | number)[] | undefined} value */
  set(value) {
    const chosen = value ?? [];
    this.boxes.forEach((box, index) => (box.checked = chosen.includes(this.options[index].value)));
    this.none.checked = Array.isArray(value) && value.length === 0;
  }

  // In the order of the list, as the form itself gives them.
  /** @param {unknown} kept */
  known(kept) {
    const chosen = offersOf(this.options, kept);
    return chosen && this.options.filter((offer) => chosen.includes(offer)).map(({ value }) => value);
  }

  /** @param {unknown} kept */
  show(kept) {
    const words = (offersOf(this.options, kept) ?? []).map(({ label }) => label);
    return words.length ? words.join(", ") : this.words("none");
  }
}

// Putting options in order with buttons, by mouse, touch or keyboard alike. The list as it first stands is
// nobody's answer: an order counts once something was moved, or once it was declared to be the person's own.
export class Ranking {
  /**
   * @param {Kit.Ordered} item
   * @param {string} id
   * @param {() => void} changed
   * @param {Kit.Words} words
   * @param {Kit.Announce} announce
   */
  constructor(item, id, changed, words, announce) {
    this.changed = changed;
    this.words = words;
    this.announce = announce;
    this.options = item.options;
    this.values = item.options.map(({ value }) => value);
    this.shown = [...this.values];
    this.settled = false;
    this.rows = new Map(item.options.map((offer, index) => [offer.value, this.row(offer, `${id}-${index}`)]));
    this.list = element("ol", { class: "kit-form-order" });
    const quiet = { class: "kit-form-quiet", id: `${id}-mine` };
    this.mine = button({ ...quiet, onclick: () => this.toggle() }, words("order_mine"));
    this.note = element("span", { class: "kit-form-note" });
    const below = element("div", { class: "kit-form-below" }, this.mine, this.note);
    this.node = element("div", { class: "kit-form-ranking" }, this.list, below);
    this.first = this.rowOf(this.values[0]).down;
    this.draw();
  }

  /** @param {{ value: string, label: string }} offer @param {string} id */
  row({ value, label }, id) {
    const arrow = (/** @type {number} */ step, /** @type {string} */ sign, /** @type {string} */ name) => {
      const made = button({ class: "kit-form-arrow", id: `${id}-${name}` },
        element("span", { "aria-hidden": "true" }, sign), onlyRead(this.words(name, { option: label })));
      made.addEventListener("click", () => this.move(value, step, made));
      return made;
    };
    const number = element("span", { class: "kit-form-number", "aria-hidden": "true" });
    const up = arrow(-1, "↑", "order_up");
    const down = arrow(1, "↓", "order_down");
    const node = element("li", {}, number, element("span", { class: "kit-form-ranked" }, label), up, down);
    return { node, number, up, down, label };
  }

  /** @param {string} value */
  rowOf(value) {
    const row = this.rows.get(value);
    if (!row) throw new RangeError(`There is no option called ${value}.`);
    return row;
  }

  draw() {
    this.shown.forEach((value, index) => {
      const { node, number, up, down } = this.rowOf(value);
      number.textContent = this.settled ? String(index + 1) : "·";
      // Not "disabled": a button that is disabled while it is pressed drops the focus out of the list.
      up.setAttribute("aria-disabled", String(index === 0));
      down.setAttribute("aria-disabled", String(index === this.shown.length - 1));
      this.list.append(node);
    });
    this.mine.setAttribute("aria-pressed", String(this.settled));
    this.note.textContent = this.words(this.settled ? "order_set" : "order_unset");
  }

  /** @param {string} value @param {number} step @param {HTMLElement} pressed */
  move(value, step, pressed) {
    const from = this.shown.indexOf(value);
    const to = from + step;
    if (to >= 0 && to < this.shown.length) {
      this.shown.splice(from, 1);
      this.shown.splice(to, 0, value);
      this.settled = true;
      this.draw();
      pressed.focus();
      this.changed();
    }
    const place = this.shown.indexOf(value) + 1;
    this.announce(this.words("order_place", { option: this.rowOf(value).label, place, count: this.shown.length }));
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

  /** @param {string[] | undefined} value */
  set(value) {
    this.settled = Array.isArray(value);
    this.shown = [...(value ?? this.values)];
    this.draw();
  }

  /** @param {unknown} kept */
  known(kept) {
    const order = offersOf(this.options, kept);
    return order?.length === this.options.length ? order.map(({ value }) => value) : undefined;
  }

  /** @param {unknown} kept */
  show(kept) {
    return (offersOf(this.options, kept) ?? []).map(({ label }, index) => `${index + 1}. ${label}`).join("  ");
  }
}

// NFC, without control or format characters.
/** @param {string} text */
export function tidied(text) {
  return text.normalize("NFC").replace(/[^\P{C}\n\t]/gu, "").trim();
}

// A text field. What is sent has a longest length and is tidied as the kit stores it, so that nothing looks
// changed afterwards; what never leaves this browser needs neither.
export class Writing {
  /** @param {Kit.Written} item @param {string} id @param {() => void} changed @param {Kit.Words} words */
  constructor(item, id, changed, words) {
    this.longest = item.longest;
    this.changed = changed;
    this.words = words;
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

  /** @param {string | undefined} value */
  set(value) {
    // Only other words: replacing the same ones would throw away the undo history of who is writing.
    if (this.get() === value) return;
    this.first.value = value ?? "";
    this.showCount();
  }

  /** @param {boolean} closed */
  close(closed) {
    this.first.readOnly = closed;
  }

  /** @param {unknown} kept */
  known(kept) {
    return typeof kept === "string" ? kept : undefined;
  }

  /** @param {string} value */
  show(value) {
    return value;
  }
}
