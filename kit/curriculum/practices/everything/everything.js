// One copy of everything that somebody has written for themselves, to keep it or to take it along.

import { Bus } from "../../../widgets/static/shared/bus.js";
import { dayWords, noonOf } from "../../../widgets/static/shared/days.js";
import { button, element, onlyRead, own, same } from "../../../widgets/static/shared/dom.js";
import { CopyLock } from "../../../widgets/static/shared/lock.js";
import { Practice, show } from "../../../widgets/static/shared/practice.js";
import { Sheet } from "../../../widgets/static/shared/sheet.js";
import { Keeper, isObject } from "../../../widgets/static/shared/storage.js";
import { commitmentFits, commitmentMerged } from "../commitment/plan.js";
import { journalFits, journalMerged } from "../journal/entries.js";
import { letterFits, letterMerged } from "../letter/text.js";

// All that one person has written for themselves in this browser: each sheet under "week/name", as its practice or
// exercise keeps it.

const SHEET_NAME = /^[\w-]+\/[\w-]+$/;
// What a sheet remembers for its own use, and what is no news to whoever reads it.
const NOT_TOLD = ["changed", "at", "uid", "state", "abouts"];

// For these it is known how two of them become one.
function sheetKinds(between) {
  return {
    "practice/commitment": { fits: commitmentFits, merge: commitmentMerged },
    "practice/journal": { fits: journalFits, merge: (here, found) => journalMerged(here, found, between) },
    "practice/letter": { fits: letterFits, merge: (here, found) => letterMerged(here, found, between) },
  };
}

function saysSomething(value) {
  if (isObject(value)) return Object.values(value).some(saysSomething);
  return typeof value === "string" ? value.trim() !== "" : value !== null && value !== false;
}

function storedNames(storage) {
  const names = storage.names("private/").map((name) => name.slice("private/".length));
  return names.filter((name) => SHEET_NAME.test(name));
}

// The lines of a sheet for people: what was asked, as far as it is known, and what was answered. "place" says where in
// the sheet a value stands, and "name" is the last part of that.
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

function toldList(list, saying, place, name, label) {
  const rows = list.map((one) => (isObject(one) ? weighed(one, saying) : saying.said(place, name, one)));
  if (rows.every((row) => typeof row === "string")) {
    const told = rows.filter(Boolean);
    return told.length ? [label, ...told.map((row) => `– ${row}`), ""] : [];
  }
  return list.flatMap((one) => toldLines(one, saying, place, name, label));
}

// A row of a list that has a weight, in one line; nothing where another kind of thing stands.
function weighed({ text, weight }, { said }) {
  if (typeof text !== "string" || typeof weight !== "string") return null;
  return text.trim() ? `${text} (${said("weight", "weight", weight)})` : "";
}

class AllSheets extends Sheet {
  constructor(practice, options) {
    super(practice, { ...options, blank: () => ({}), fits: (value) => this.fitAll(value), merge: (here, found) => this.merged(here, found), lock: CopyLock });
  }

  keeper(name) {
    const [week, id] = name.split("/");
    const { cohort, participant } = this.practice.spec;
    return new Keeper({ cohort, participant, week, exercise: { id } });
  }

  found() {
    const sheets = storedNames(this.kept.storage).map((name) => [name, this.keeper(name).read("private")]);
    return Object.fromEntries(sheets.filter(([, value]) => isObject(value) && saysSomething(value)));
  }

  keep(value) {
    for (const name of new Set([...Object.keys(this.value), ...Object.keys(value)])) {
      if (same(own(this.value, name), own(value, name))) continue;
      const keeper = this.keeper(name);
      if (own(value, name) === undefined) keeper.forget("private");
      else keeper.write("private", value[name]);
      new Bus(keeper).tell({ what: "kept" });
    }
    this.value = value;
  }

  // Offers belong to the copy that was just restored, and to no other change.
  replace(value) {
    [this.differing, this.left] = [this.left ?? [], null];
    super.replace(value);
  }

  get kinds() {
    return sheetKinds(this.practice.words("from_copy"));
  }

  fitAll(value) {
    const { kinds } = this;
    return Object.entries(value).every(([name, sheet]) => SHEET_NAME.test(name) && isObject(sheet) && (own(kinds, name)?.fits(sheet) ?? true));
  }

  // Sheets that differ, and of which nothing is known, stay as they are here: the other one is offered.
  merged(here, found) {
    const { kinds } = this;
    const all = { ...found, ...here };
    this.left = [];
    for (const [name, sheet] of Object.entries(found)) {
      const mine = own(here, name);
      if (mine === undefined || same(mine, sheet)) continue;
      if (own(kinds, name)?.fits(mine)) all[name] = kinds[name].merge(mine, sheet);
      else this.left.push({ name, other: sheet });
    }
    return all;
  }
}

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
