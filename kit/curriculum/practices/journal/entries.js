// The journal as a value: one entry for each day on which something was written. Nothing here knows a page.

import { bothTexts } from "../../../widgets/static/shared/both.js";
import { isNamed } from "../../../widgets/static/shared/copy_text.js";
import { noonOf } from "../../../widgets/static/shared/days.js";
import { own } from "../../../widgets/static/shared/dom.js";

/** @typedef {"felt" | "did" | "learned"} EntryPart */
/** @typedef {{ [part in EntryPart]: string } & { changed: number }} Entry */
/** @typedef {{ entries: { [day: string]: Entry } }} Entries */

/** @type {EntryPart[]} */
export const JOURNAL_PARTS = ["felt", "did", "learned"];

/** @returns {Entries} */
export function journalBlank() {
  return { entries: {} };
}

/** @param {unknown} value @returns {value is Entries} */
export function journalFits(value) {
  const entries = isNamed(value) ? value.entries : null;
  if (!isNamed(entries)) return false;
  return Object.entries(entries).every(([day, entry]) => noonOf(day) !== null && entryFits(entry));
}

/** @param {unknown} entry @returns {entry is Entry} */
function entryFits(entry) {
  if (!isNamed(entry)) return false;
  return JOURNAL_PARTS.every((part) => typeof entry[part] === "string") && Number.isFinite(entry.changed);
}

// Newest first.
/** @param {Entries} journal */
export function journalDays({ entries }) {
  return Object.keys(entries).sort().reverse();
}

// The journal with other words in a part of a day; a day without any words is no entry.
/**
 * @param {Entries} journal
 * @param {string} day
 * @param {EntryPart} part
 * @param {string} text
 * @param {number} changed
 * @returns {Entries}
 */
export function journalWith({ entries }, day, part, text, changed) {
  const entry = { felt: "", did: "", learned: "", ...own(entries, day), [part]: text, changed };
  const { [day]: _, ...others } = entries;
  const empty = JOURNAL_PARTS.every((name) => !entry[name].trim());
  return { entries: empty ? others : { ...others, [day]: entry } };
}

/** @param {Entries} journal @param {string} day @returns {Entries} */
export function journalWithout({ entries }, day) {
  const { [day]: _, ...others } = entries;
  return { entries: others };
}

// What was here and what a copy brings, day by day; "between" stands between two texts of the same day.
/** @param {Entries} here @param {Entries} copy @param {string} between @returns {Entries} */
export function journalMerged(here, copy, between) {
  const entries = { ...here.entries };
  for (const [day, found] of Object.entries(copy.entries)) {
    const mine = own(entries, day);
    const [newer, older] = !mine || mine.changed < found.changed ? [found, mine] : [mine, found];
    entries[day] = older ? bothEntries(newer, older, between) : found;
  }
  return { entries };
}

/** @param {Entry} newer @param {Entry} older @param {string} between @returns {Entry} */
function bothEntries(newer, older, between) {
  const parts = JOURNAL_PARTS.map((part) => [part, bothTexts(newer[part], older[part], between)]);
  return { ...newer, ...Object.fromEntries(parts) };
}
