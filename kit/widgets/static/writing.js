// A text field. What is sent has a longest length and is tidied as the kit stores it, so that nothing looks
// changed afterwards; what never leaves this browser needs neither.

import { control, element } from "./shared/dom.js";

// NFC, without control or format characters.
export function tidied(text) {
  return text.normalize("NFC").replace(/[^\P{C}\n\t]/gu, "").trim();
}

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
