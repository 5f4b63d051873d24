// The journal as a value: one entry for each day on which something was written. Nothing here knows a page.

import { bothTexts } from "../../../widgets/static/shared/both.js";
import { noonOf } from "../../../widgets/static/shared/days.js";
import { own } from "../../../widgets/static/shared/dom.js";

export const JOURNAL_PARTS = ["felt", "did", "learned"];

export function journalBlank() {
  return { entries: {} };
}

export function journalFits(value) {
  const { entries } = value ?? {};
  if (entries === null || typeof entries !== "object" || Array.isArray(entries)) return false;
  return Object.entries(entries).every(([day, entry]) => noonOf(day) !== null && entryFits(entry));
}

function entryFits(entry) {
  if (entry === null || typeof entry !== "object") return false;
  return JOURNAL_PARTS.every((part) => typeof entry[part] === "string") && Number.isFinite(entry.changed);
}

// Newest first.
export function journalDays({ entries }) {
  return Object.keys(entries).sort().reverse();
}

// The journal with other words in a part of a day; a day without any words is no entry.
export function journalWith({ entries }, day, part, text, changed) {
  const entry = { felt: "", did: "", learned: "", ...own(entries, day), [part]: text, changed };
  const { [day]: _, ...others } = entries;
  const empty = JOURNAL_PARTS.every((name) => !entry[name].trim());
  return { entries: empty ? others : { ...others, [day]: entry } };
}

export function journalWithout({ entries }, day) {
  const { [day]: _, ...others } = entries;
  return { entries: others };
}

// What was here and what a copy brings, day by day; "between" stands between two texts of the same day.
export function journalMerged(here, copy, between) {
  const entries = { ...here.entries };
  for (const [day, found] of Object.entries(copy.entries)) {
    const mine = own(entries, day);
    const [newer, older] = !mine || mine.changed < found.changed ? [found, mine] : [mine, found];
    entries[day] = older ? bothEntries(newer, older, between) : found;
  }
  return { entries };
}

function bothEntries(newer, older, between) {
  const parts = JOURNAL_PARTS.map((part) => [part, bothTexts(newer[part], older[part], between)]);
  return { ...newer, ...Object.fromEntries(parts) };
}
