// What the group has published, as sentences and tables. A bar says the same as the words beside it.

import { element } from "../../widgets/static/shared/dom.js";

/** @param {string} tag @param {Record<string, string>} attributes @param {...SVGElement} children */
function drawn(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// Ink stands for people: solid as many as there are at least, striped up to as many as there may be. The same as
// kit/results/pictures.py draws for pages without scripts.
/** @param {{ low: number, high: number }} range @param {number} people */
function bar({ low, high }, people) {
  const share = (/** @type {number} */ count) => `${100 * count / people}%`;
  const part = (/** @type {string} */ name, /** @type {number} */ count) => drawn("rect",
    { class: `kit-${name}`, x: "0", y: "0", width: share(count), height: "100%" });
  const perhaps = drawn("line", { class: "kit-perhaps", x1: share(low), x2: share(high), y1: "50%", y2: "50%" });
  return drawn("svg", { class: "kit-bar", "aria-hidden": "true", focusable: "false" },
    part("track", people), part("least", low), ...(high > low ? [perhaps] : []), part("reach", high));
}

/** @param {Live.Table} table */
export function rangeTable({ caption, note, headings, people, rows }) {
  const head = headings.map((words) => element("th", { scope: "col" }, words));
  const body = rows.map((row) => element("tr", { class: row.leads ? "kit-leads" : null },
    element("th", { scope: "row" }, row.label), element("td", {}, element("span", {}, row.words), bar(row, people))));
  const about = element("caption", {}, element("span", { class: "page-unseen" }, `${caption} `), note);
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
  return [...parts, ...(item.table ? [rangeTable(item.table)] : [])];
}

// The place where an exercise's result appears. True when it has just appeared.
export class ResultPlace {
  /** @param {HTMLElement} el @param {{ id: string, level: number, title: string }} about @param {Kit.Words} words */
  constructor(el, { id, level, title }, words) {
    this.el = el;
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
    const head = element(`h${this.level}`, { id: `result-${this.id}`, tabindex: "-1" }, title);
    const body = found ? found.flatMap((item) => itemResult(item, this.level))
      : [element("p", { class: "page-quiet" }, this.words("result_later"))];
    this.el.classList.toggle("page-empty", !found);
    this.el.replaceChildren(head, ...body);
    return first;
  }
}
