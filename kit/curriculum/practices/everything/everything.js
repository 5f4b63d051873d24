// One copy of everything that somebody has written for themselves, to keep it or to take it along.

import { Bus } from "../../../widgets/static/shared/bus.js";
import { dayWords, noonOf } from "../../../widgets/static/shared/days.js";
import { button, element, onlyRead, own, same } from "../../../widgets/static/shared/dom.js";
import { CopyLock } from "../../../widgets/static/shared/lock.js";
import { Practice, show } from "../../../widgets/static/shared/practice.js";
import { Sheet } from "../../../widgets/static/shared/sheet.js";
import { Keeper, isObject } from "../../../widgets/static/shared/storage.js";
import { SHEET_NAME, allFit, allMerged } from "./sheets.js";

/** @typedef {import("./sheets.js").AllHere} AllHere */
// What a sheet is called, what is asked in it, and how an answer is said, by the names under which they are kept.
/** @typedef {{ [name: string]: string }} Labels */
/** @typedef {{ title: string, labels: Labels, values: { [name: string]: Labels } }} Called */
/** @typedef {Kit.PracticeSpec & { sheets: { [name: string]: Called } }} EverythingSpec */
/**
 * @typedef {{
 *   named: (place: string, name: string) => string,
 *   said: (place: string, name: string, value: unknown) => string,
 * }} Saying
 */
// What a copy has in place of what is here, or the other way round once they were "swapped".
/** @typedef {{ name: string, other: Kit.Named, swapped?: boolean }} Differing */

// What a sheet remembers for its own use, and what is no news to whoever reads it.
const NOT_TOLD = ["changed", "at", "uid", "state", "abouts"];

/** @param {unknown} value @returns {boolean} */
function saysSomething(value) {
  if (isObject(value)) return Object.values(value).some(saysSomething);
  return typeof value === "string" ? value.trim() !== "" : value !== null && value !== false;
}

/** @param {Kit.Storage} storage */
function storedNames(storage) {
  const names = storage.names("private/").map((name) => name.slice("private/".length));
  return names.filter((name) => SHEET_NAME.test(name));
}

// The lines of a sheet for people: what was asked, as far as it is known, and what was answered. "place" says where in
// the sheet a value stands, and "name" is the last part of that.
/** @param {unknown} value @param {Saying} saying @returns {string[]} */
function toldLines(value, saying, place = "", name = "", label = "") {
  if (!isObject(value)) return saysSomething(value) ? [label, saying.said(place, name, value), ""] : [];
  if (Array.isArray(value)) return toldList(value, saying, place, name, label);
  return Object.entries(value).flatMap(([part, kept]) => {
    if (NOT_TOLD.includes(part)) return [];
    const where = place ? `${name}/${part}` : part;
    const lines = toldLines(kept, saying, where, part, saying.named(where, part));
    return noonOf(part) && lines.length ? [dayWords(part), "", ...lines] : lines;
  });
}

/** @param {unknown[]} list @param {Saying} saying @param {string} place @param {string} name @param {string} label */
function toldList(list, saying, place, name, label) {
  const rows = list.map((row) => (isObject(row) ? weighed(row, saying) : saying.said(place, name, row)));
  if (rows.every((row) => typeof row === "string")) {
    const told = rows.filter(Boolean);
    return told.length ? [label, ...told.map((row) => `– ${row}`), ""] : [];
  }
  return list.flatMap((row) => toldLines(row, saying, place, name, label));
}

// A row of a list that has a weight, in one line; nothing where another kind of thing stands.
/** @param {Kit.Named} row @param {Saying} saying */
function weighed({ text, weight }, { said }) {
  if (typeof text !== "string" || typeof weight !== "string") return null;
  return text.trim() ? `${text} (${said("weight", "weight", weight)})` : "";
}

/** @extends {Sheet<AllHere>} */
class AllSheets extends Sheet {
  // What differs between here and the copy that was restored last, and what of a copy that is being restored.
  /** @type {Differing[]} */
  differing = [];
  /** @type {Differing[]} */
  left = [];

  /** @param {Practice} practice @param {Pick<Kit.SheetOptions<AllHere>, "lines" | "changed">} options */
  constructor(practice, options) {
    super(practice, {
      ...options,
      blank: () => ({}),
      fits: allFit,
      merge: (here, found) => this.merged(here, found),
      lock: CopyLock,
    });
  }

  /** @param {string} name */
  keeper(name) {
    const [week, id] = name.split("/");
    const { cohort, participant } = this.practice.spec;
    return new Keeper({ cohort, participant, week, exercise: { id } });
  }

  found() {
    /** @type {AllHere} */
    const sheets = {};
    for (const name of storedNames(this.kept.storage)) {
      const sheet = this.keeper(name).read("private");
      if (sheet !== null && saysSomething(sheet)) sheets[name] = sheet;
    }
    return sheets;
  }

  /** @param {AllHere} value */
  keep(value) {
    const { value: before } = this;
    for (const name of new Set([...Object.keys(before), ...Object.keys(value)])) {
      if (same(own(before, name), own(value, name))) continue;
      const keeper = this.keeper(name);
      if (own(value, name) === undefined) keeper.forget("private");
      else keeper.write("private", value[name]);
      new Bus(keeper).tell({ what: "kept" });
    }
    this.value = value;
  }

  // Offers belong to the copy that was just restored, and to no other change.
  /** @param {AllHere} value */
  replace(value) {
    [this.differing, this.left] = [this.left, []];
    super.replace(value);
  }

  /** @param {AllHere} here @param {AllHere} found */
  merged(here, found) {
    const { all, left } = allMerged(here, found, this.practice.words("from_copy"));
    this.left = left;
    return all;
  }
}

class Everything extends Practice {
  // The titles and the offers that are shown.
  /** @type {string[] | undefined} */
  told;
  /** @type {Differing[] | undefined} */
  offered;

  /** @param {EverythingSpec} spec */
  constructor(spec) {
    super(spec, "everything");
    const { id, words } = this;
    this.called = spec.sheets;
    this.sheet = new AllSheets(this, { lines: (value) => this.lines(value), changed: () => this.refresh() });
    this.list = element("ul", { class: "kit-everything-list" });
    this.none = element("p", { class: "kit-practice-about" }, words("none_here"));
    const title = element(`h${spec.heading + 1}`, { class: "kit-everything-title" }, words("what_is_here"));
    const marks = { class: "kit-form-asking", hidden: true, role: "group", "aria-labelledby": `${id}-others` };
    this.others = element("div", marks);
    this.build(title, this.none, this.list, ...this.sheet.nodes, this.others, this.sheet.clearing());
    this.again = (/** @type {Event} */ event) => {
      const { detail } = /** @type {CustomEvent<{ from?: Bus }>} */ (event);
      if (detail.from?.kept !== this.kept) this.reread();
    };
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

  /** @param {string} name */
  titleOf(name) {
    const [week] = name.split("/");
    const title = own(this.called, name)?.title ?? name;
    return week === "practice" ? title : this.words("of_week", { title, week });
  }

  /** @param {AllHere} value */
  lines(value) {
    return Object.entries(value).flatMap(([name, sheet]) => {
      const title = this.titleOf(name);
      return [title, "=".repeat(title.length), "", ...toldLines(sheet, this.saying(name)), ""];
    });
  }

  // How a sheet says what was asked under a name, and what was answered there.
  /** @param {string} sheet @returns {Saying} */
  saying(sheet) {
    const { labels, values } = own(this.called, sheet) ?? {};
    return {
      named: (place, name) => own(labels, place) ?? own(labels, name) ?? (this.words(`field_${name}`) || name),
      said: (place, name, value) => {
        const known = own(values, place) ?? own(values, name);
        const text = String(value);
        return own(known, text) ?? (noonOf(value) ? dayWords(text) : text);
      },
    };
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
    const { differing } = this.sheet;
    this.others.hidden = !differing.length;
    if (same(differing, this.offered)) return;
    this.offered = differing;
    const rows = differing.map(({ name, swapped }, place) => {
      const title = this.titleOf(name);
      const marks = { class: "kit-form-quiet", id: `${this.id}-swap-${place}` };
      return element("div", { class: "kit-form-buttons" }, element("span", {}, title),
        button({ ...marks, onclick: () => this.swap(place) },
          this.words(swapped ? "swap_back" : "swap"), onlyRead(` ${title}`)));
    });
    this.others.replaceChildren(element("p", { id: `${this.id}-others` }, this.words("differs")), ...rows);
  }

  /** @param {number} place */
  swap(place) {
    const { sheet } = this;
    const { name, other, swapped } = sheet.differing[place];
    const mine = sheet.value[name];
    const swap = { name, other: mine, swapped: !swapped };
    sheet.differing = sheet.differing.map((differing, at) => (at === place ? swap : differing));
    sheet.keep({ ...sheet.value, [name]: other });
    this.refresh();
    this.others.querySelectorAll("button")[place].focus();
  }
}

/** @param {Kit.Rendering<EverythingSpec>} rendering */
function render({ model, el }) {
  return show(new Everything(model.get("spec")), el);
}

export default { render };
