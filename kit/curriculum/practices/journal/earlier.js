// The entries of other days: each folded away under its date, to be read, changed or deleted.

import { dayWords } from "../../../widgets/static/shared/days.js";
import { element } from "../../../widgets/static/shared/dom.js";
import { folded } from "../../../widgets/static/shared/settings.js";

export class EarlierEntries {
  constructor(journal) {
    const { id, words, spec } = journal;
    Object.assign(this, { journal, shown: new Map() });
    this.list = element("div", { class: "kit-journal-list" });
    const title = element(`h${spec.heading + 1}`, { class: "kit-journal-title" }, words("earlier"));
    this.none = element("p", { class: "kit-practice-about" }, words("earlier_none"));
    this.node = element("section", { class: "kit-journal-earlier", "aria-labelledby": `${id}-earlier` }, title, this.none, this.list);
    title.id = `${id}-earlier`;
  }

  // Only what is new is made, so that an entry in which somebody writes stays as it is, also one that is empty for a moment.
  show(days) {
    for (const [day, { node }] of this.shown) {
      if (days.includes(day) || node.contains(document.activeElement)) continue;
      node.remove();
      this.shown.delete(day);
    }
    days.forEach((day, place) => {
      if (!this.shown.has(day)) this.shown.set(day, this.made(day));
      const { node, refill } = this.shown.get(day);
      if (this.list.children[place] !== node) this.list.insertBefore(node, this.list.children[place] ?? null);
      refill();
    });
    this.none.hidden = this.shown.size > 0;
  }

  made(day) {
    const { journal } = this;
    const inside = element("div", { class: "kit-journal-entry" });
    const node = folded(`${journal.id}-${day}`, dayWords(day), inside);
    let fields = null;
    const refill = () => fields?.forEach((field) => field.show());
    node.addEventListener("focusout", ({ relatedTarget }) => {
      if (!node.contains(relatedTarget)) setTimeout(() => journal.tellEarlier());
    });
    // Years of entries are many fields; each is made when it is opened.
    node.addEventListener("toggle", () => {
      if (fields || !node.open) return;
      fields = journal.fieldsOf(day);
      inside.append(...fields.map((field) => field.node), element("div", { class: "kit-form-buttons" }, journal.printing(day), journal.deleting(day)));
      refill();
    });
    return { node, refill };
  }
}
