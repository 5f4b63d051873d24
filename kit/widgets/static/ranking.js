// Putting options in order with buttons, by mouse, touch or keyboard alike. The list as it first stands is
// nobody's answer: an order counts once something was moved, or once it was declared to be the person's own.

import { button, element, onlyRead, same } from "./shared/dom.js";

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
