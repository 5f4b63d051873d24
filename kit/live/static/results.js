// What the group has published, as sentences and tables. A bar says the same as the words beside it.

import { element } from "../../widgets/static/shared/dom.js";
import { bar } from "./pictures.js";

// How many people are drawn, and what the drawing means, is the reader's: on a phone bars, in a room people.
/** @param {Live.Table} table @param {typeof bar} picture */
export function rangeTable({ caption, note, legend, headings, people, rows }, picture = bar) {
  const head = headings.map((words) => element("th", { scope: "col" }, words));
  const range = (/** @type {Live.Row} */ row) => element("div", { class: "page-range" },
    element("span", { class: "kit-of" }, row.words), picture(row, people));
  const body = rows.map((row) => element("tr", { class: row.leads ? "kit-leads" : null },
    element("th", { scope: "row" }, row.label), element("td", {}, range(row))));
  const about = element("caption", {}, element("span", { class: "page-unseen" }, `${caption} `), `${note} ${legend}`);
  return element("table", { class: "page-ranges" }, about,
    element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body));
}

// Texts that were shared, as the characters they are and nothing else.
/** @param {string[]} texts */
export function textList(texts) {
  return element("ul", { class: "page-texts" }, ...texts.map((text) => element("li", {}, text)));
}

/** @param {Live.Result} item @param {number} level */
function itemResult(item, level) {
  /** @type {HTMLElement[]} */
  const parts = [element(`h${level + 1}`, {}, item.prompt), element("p", { class: "page-finding" }, item.finding)];
  if (item.texts) parts.push(textList(item.texts));
  if (item.table) parts.push(rangeTable(item.table));
  return item.talk ? [...parts, element("p", { class: "page-talk" }, item.talk)] : parts;
}

// The place where an exercise's result appears. True when it has just appeared.
export class ResultPlace {
  /**
   * @param {HTMLElement} el
   * @param {{ id: string, level: number, title: string, head: string }} about
   * @param {Kit.Words} words
   */
  constructor(el, { id, level, title, head }, words) {
    this.el = el;
    this.head = head;
    this.id = id;
    this.level = level;
    this.title = title;
    this.words = words;
    this.shown = "";
    this.show(null);
  }

  get isThere() {
    return !["", "null"].includes(this.shown);
  }

  /** @param {Live.Result[] | null} found */
  show(found) {
    const text = JSON.stringify(found);
    if (text === this.shown) return false;
    const first = this.shown === "null" && found !== null;
    this.shown = text;
    const title = this.words("result", { title: this.title });
    const head = element(`h${this.level}`, { id: this.head, tabindex: "-1" }, title);
    const body = found ? found.flatMap((item) => itemResult(item, this.level))
      : [element("p", { class: "page-quiet" }, this.words("result_later"))];
    this.el.classList.toggle("page-empty", !found);
    this.el.replaceChildren(head, ...body);
    return first;
  }
}
