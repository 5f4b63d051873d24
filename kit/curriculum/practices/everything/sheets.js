// All that one person has written for themselves as a value, and how it becomes one with a copy. Nothing here knows a
// page.

import { isNamed } from "../../../widgets/static/shared/copy_text.js";
import { own, same } from "../../../widgets/static/shared/dom.js";
import { commitmentFits, commitmentMerged } from "../commitment/plan.js";
import { journalFits, journalMerged } from "../journal/entries.js";
import { letterFits, letterMerged } from "../letter/text.js";

// Each sheet under "week/name", as its practice or exercise keeps it.
/** @typedef {{ [name: string]: Kit.Named }} AllHere */
// "merged" is null where it is not known how the two become one.
/**
 * @typedef {{
 *   fits: (value: unknown) => boolean, merged: (here: Kit.Named, found: Kit.Named) => Kit.Named | null,
 * }} SheetKind
 */
// What a copy has in place of what is here.
/** @typedef {{ name: string, other: Kit.Named }} Other */

export const SHEET_NAME = /^[\w-]+\/[\w-]+$/;

/**
 * @template {Kit.Named} V
 * @param {(value: unknown) => value is V} fits
 * @param {(here: V, found: V) => V} merge
 * @returns {SheetKind}
 */
function sheetKind(fits, merge) {
  return { fits, merged: (here, found) => (fits(here) && fits(found) ? merge(here, found) : null) };
}

// For these it is known how two of them become one; "between" stands between two texts that were one's own.
/** @param {string} between @returns {{ [name: string]: SheetKind }} */
function sheetKinds(between) {
  return {
    "practice/commitment": sheetKind(commitmentFits, commitmentMerged),
    "practice/journal": sheetKind(journalFits, (here, found) => journalMerged(here, found, between)),
    "practice/letter": sheetKind(letterFits, (here, found) => letterMerged(here, found, between)),
  };
}

// Whether a copy may be restored: none of what is known in it is damaged.
/** @param {unknown} value @returns {value is AllHere} */
export function allFit(value) {
  const kinds = sheetKinds("");
  return isNamed(value) && Object.entries(value).every(([name, sheet]) =>
    SHEET_NAME.test(name) && isNamed(sheet) && (own(kinds, name)?.fits(sheet) ?? true));
}

// What is here with what was found added. A sheet that differs, and of which nothing is known or one of the two is
// damaged, stays as it is here: the other one is "left".
/** @param {AllHere} here @param {AllHere} found @param {string} between @returns {{ all: AllHere, left: Other[] }} */
export function allMerged(here, found, between) {
  const kinds = sheetKinds(between);
  /** @type {AllHere} */
  const all = { ...found, ...here };
  /** @type {Other[]} */
  const left = [];
  for (const [name, other] of Object.entries(found)) {
    const mine = own(here, name);
    if (mine === undefined || same(mine, other)) continue;
    const merged = own(kinds, name)?.merged(mine, other);
    if (merged) all[name] = merged;
    else left.push({ name, other });
  }
  return { all, left };
}
