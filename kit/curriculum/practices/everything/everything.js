// One copy of everything that somebody has written for themselves, to keep it or to take it along.

import { dayWords, noonOf } from "../../../widgets/static/shared/days.js";
import { button, element, onlyRead, own, same } from "../../../widgets/static/shared/dom.js";
import { Practice, show } from "../../../widgets/static/shared/practice.js";
import { AllSheets, toldLines } from "./sheets.js";

class Everything extends Practice {
  constructor(spec) {
    super(spec, "everything");
    const { id, words } = this;
    this.sheet = new AllSheets(this, { lines: (value) => this.lines(value), changed: () => this.refresh() });
    this.list = element("ul", { class: "kit-everything-list" });
    this.none = element("p", { class: "kit-practice-about" }, words("none_here"));
    const title = element(`h${spec.heading + 1}`, { class: "kit-everything-title" }, words("what_is_here"));
    this.others = element("div", { class: "kit-form-asking", hidden: true, role: "group", "aria-labelledby": `${id}-others` });
    this.build(title, this.none, this.list, ...this.sheet.nodes, this.others, this.sheet.clearing());
    this.again = ({ detail }) => detail.from?.kept !== this.kept && this.reread();
    this.elsewhere = () => this.reread();
  }

  open() {
    super.open();
    window.addEventListener("kit-form", this.again);
    window.addEventListener("storage", this.elsewhere);
  }

  close() {
    super.close();
    window.removeEventListener("kit-form", this.again);
    window.removeEventListener("storage", this.elsewhere);
  }

  isAside() {
    return true;
  }

  titleOf(name) {
    const [week] = name.split("/");
    const title = own(this.spec.sheets, name)?.title ?? name;
    return week === "practice" ? title : this.words("of_week", { title, week });
  }

  lines(value) {
    return Object.entries(value).flatMap(([name, sheet]) => {
      const title = this.titleOf(name);
      return [title, "=".repeat(title.length), "", ...toldLines(sheet, this.saying(name)), ""];
    });
  }

  // How a sheet says what was asked under a name, and what was answered there.
  saying(sheet) {
    const { labels, values } = own(this.spec.sheets, sheet) ?? {};
    const named = (place, name) => own(labels, place) ?? own(labels, name) ?? (this.words(`field_${name}`) || name);
    const said = (place, name, value) => {
      const known = own(values, place) ?? own(values, name);
      return own(known, value) ?? (noonOf(value) ? dayWords(value) : String(value));
    };
    return { named, said };
  }

  reread() {
    this.sheet.read();
    this.refresh();
  }

  refresh() {
    const titles = Object.keys(this.sheet.value).map((name) => this.titleOf(name));
    this.none.hidden = titles.length > 0;
    if (!same(titles, this.told)) this.list.replaceChildren(...titles.map((title) => element("li", {}, title)));
    this.told = titles;
    this.offer();
  }

  // What stayed as it is here, though the copy has something else: either can be had.
  offer() {
    const differing = this.sheet.differing ?? [];
    this.others.hidden = !differing.length;
    if (same(differing, this.offered)) return;
    this.offered = differing;
    const rows = differing.map((one, place) => element("div", { class: "kit-form-buttons" }, element("span", {}, this.titleOf(one.name)),
      button({ class: "kit-form-quiet", id: `${this.id}-swap-${place}`, onclick: () => this.swap(place) }, this.words(one.swapped ? "swap_back" : "swap"),
        onlyRead(` ${this.titleOf(one.name)}`))));
    this.others.replaceChildren(element("p", { id: `${this.id}-others` }, this.words("differs")), ...rows);
  }

  swap(place) {
    const { sheet } = this;
    const { name, other, swapped } = sheet.differing[place];
    const mine = sheet.value[name];
    sheet.differing = sheet.differing.map((one, at) => (at === place ? { name, other: mine, swapped: !swapped } : one));
    sheet.keep({ ...sheet.value, [name]: other });
    this.refresh();
    this.others.querySelectorAll("button")[place].focus();
  }
}

function render({ model, el }) {
  return show(new Everything(model.get("spec")), el);
}

export default { render };
