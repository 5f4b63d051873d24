// A sitting as a sequence of lines spread over its minutes: nothing here knows a page.

/** @typedef {"self" | "dear" | "neutral" | "difficult" | "all"} Whom */

/** @type {Whom[]} */
export const WHOM = ["self", "dear", "neutral", "difficult", "all"];
// A line begins a moment after the one before has ended, so that going to it never lands on the other.
const AFTER = 0.001;

// When each line begins and the last one ends, in seconds: lines take the share of the whole that their lengths have.
/** @param {number[]} lengths @param {number} total */
function edges(lengths, total) {
  const whole = lengths.reduce((sum, length) => sum + length, 0) || 1;
  let passed = 0;
  return [0, ...lengths.map((length) => (passed += (length * total) / whole))];
}

// Which line it is after so many seconds; -1 where there are none.
/** @param {number[]} lengths @param {number} total @param {number} passed */
export function lineAt(lengths, total, passed) {
  const begun = edges(lengths, total).filter((edge) => edge <= passed + AFTER / 2).length;
  return Math.min(lengths.length, Math.max(1, begun)) - 1;
}

/** @param {number} index @param {number[]} lengths @param {number} total */
export function lineBegins(index, lengths, total) {
  return edges(lengths, total)[index] + AFTER;
}

// The seconds at which a bell rings.
/** @param {string} when @param {number[]} lengths @param {number} total */
export function bellsAt(when, lengths, total) {
  if (when === "none") return [];
  if (when === "steps" && lengths.length) return [...edges(lengths, total).slice(0, -1), total];
  const every = when === "minutes" ? 60 : total;
  const rings = [];
  for (let at = 0; at < total - 1; at += every) rings.push(at);
  return [...rings, total];
}
