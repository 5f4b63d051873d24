// Bringing back what somebody wrote where there is something already: neither of the two may be lost.

import { own, same } from "./dom.js";

// The newer text first, unless one of them holds the other already.
/** @param {string} here @param {string} found @param {string} between */
export function bothTexts(here, found, between) {
  if (here.includes(found.trim())) return here;
  if (found.includes(here.trim())) return found;
  return `${here.trimEnd()}\n\n${between}\n${found.trimStart()}`;
}

// What stands under names in two values: words that were "written" are both kept, lists have what either of them has,
// and of what was only chosen the one that is brought back counts.
/**
 * @param {Kit.Named} here
 * @param {Kit.Named} found
 * @param {{ between: string, written: Set<string> }} how
 * @returns {Kit.Named}
 */
export function bothNamed(here, found, { between, written }) {
  const names = [...new Set([...Object.keys(here), ...Object.keys(found)])];
  return Object.fromEntries(names.map((name) => {
    const [mine, other] = [own(here, name), own(found, name)];
    if (mine === undefined || other === undefined) return [name, mine ?? other];
    const texts = written.has(name) && typeof mine === "string" && typeof other === "string";
    if (texts) return [name, bothTexts(mine, other, between)];
    if (!Array.isArray(mine) || !Array.isArray(other)) return [name, other];
    return [name, [...mine, ...other.filter((one) => !mine.some((has) => same(has, one)))]];
  }));
}
