// Pairs and trios from the names of those who are here. Names come when the part is opened and stay in the page.

import { button, control, element, same, uniquePrefix } from "./shared/dom.js";

export class PairsCard {
  constructor(session) {
    this.session = session;
    const { words } = session;
    this.prefix = uniquePrefix();
    this.boxes = new Map();
    this.names = element("div", { class: "kit-session-names" });
    const all = button({ class: "kit-form-quiet", onclick: () => this.tickAll(true) }, words("tick_all"));
    const none = button({ class: "kit-form-quiet", onclick: () => this.tickAll(false) }, words("tick_none"));
    const present = element("fieldset", {}, element("legend", {}, words("present")), this.names,
      element("div", { class: "kit-form-buttons" }, all, none));
    const sizes = [2, 3].map((size) => this.sizeChoice(size));
    const size = element("fieldset", { class: "kit-session-sizes" }, element("legend", {}, words("size")), ...sizes);
    const drawing = button({ class: "kit-form-send", onclick: () => this.draw() }, words("draw"));
    this.result = element("div", { class: "kit-session-groups", role: "status" });
    this.form = element("div", { hidden: true }, present, size, drawing);
    this.empty = element("p", { hidden: true }, words("names_none"));
    const about = element("p", {}, words("pairs_about"));
    this.node = element("details", { class: "kit-session-pairs" }, control("summary", {}, words("pairs")), about,
      this.empty, this.form, this.result);
    this.node.addEventListener("toggle", () => {
      if (this.node.open) session.ask({ type: "names" });
    });
  }

  sizeChoice(size) {
    const { words } = this.session;
    const attributes = { type: "radio", name: `${this.prefix}-size`, value: size, checked: size === 2 };
    return element("label", {}, control("input", attributes), words(`size_${size}`));
  }

  // Who is ticked stays ticked when the roster has changed meanwhile.
  list(names) {
    const boxes = new Map(names.map((name) => [name, this.boxes.get(name) ?? control("input", { type: "checkbox" })]));
    if (same([...boxes.keys()], [...this.boxes.keys()]) && this.boxes.size) return;
    this.boxes = boxes;
    this.names.replaceChildren(...names.map((name) => element("label", {}, boxes.get(name), name)));
    this.empty.hidden = names.length > 0;
    this.form.hidden = names.length === 0;
  }

  tickAll(wanted) {
    for (const box of this.boxes.values()) box.checked = wanted;
  }

  draw() {
    const present = [...this.boxes].filter(([, box]) => box.checked).map(([name]) => name);
    const size = Number(this.form.querySelector("input[type=radio]:checked").value);
    this.session.ask({ type: "draw", present, size });
  }

  offer(groups, why) {
    const { words } = this.session;
    const rows = groups.map((names) => element("li", {}, names.join(" · ")));
    const reasons = element("ul", {}, ...why.map((sentence) => element("li", {}, sentence)));
    this.result.replaceChildren(element("p", {}, element("strong", {}, words("groups"))),
      element("ol", { class: "kit-session-drawn" }, ...rows), element("p", {}, words("groups_why")), reasons);
  }
}
