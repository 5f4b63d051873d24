// A sitting as a sequence of lines spread over its minutes: nothing here knows a page.

/** @typedef {"self" | "dear" | "neutral" | "difficult" | "all"} Whom */

/** @type {Whom[]} */
export const WHOM = ["self", "dear", "neutral", "difficult", "all"];
// A line begins a moment after the one before has ended, so that going to it never lands on the other.
const AFTER = 0.001;

// Which line it is after so many seconds; -1 where there are none.
/** @param {number} count @param {number} total @param {number} passed */
export function lineAt(count, total, passed) {
  return Math.max(0, Math.min(count - 1, Math.floor((passed / total) * count + AFTER / total))) - (count ? 0 : 1);
}

/** @param {number} index @param {number} count @param {number} total */
export function lineBegins(index, count, total) {
  return (index * total) / count + AFTER;
}

// The seconds at which a bell rings.
/** @param {string} when @param {number} count @param {number} total */
export function bellsAt(when, count, total) {
  if (when === "none") return [];
  const bySteps = when === "steps" && count ? total / count : total;
  const every = when === "minutes" ? 60 : bySteps;
  const rings = [];
  for (let at = 0; at < total - 1; at += every) rings.push(at);
  return [...rings, total];
}
