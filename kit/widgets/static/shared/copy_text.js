// What is private lives in one browser only, so a person can save it to a file and bring it back.
// The file opens as plain text anywhere; its last line is what "restore" reads.

import { same } from "./dom.js";
import { isObject } from "./storage.js";

const COPY_MARK = "#kit-private-copy 1";
// On a line of its own, since somebody may have pasted another copy into what is saved; JSON writes a new line as "\n".
const COPY_LINE = /(?:^|\n)#kit-private-copy 1\r?\n/g;
// A journal of years, in a script of three bytes a letter, still fits.
export const LARGEST_COPY = 40000000;

// Against a file cut short or edited by accident, not against malice.
/** @param {string} text */
function fingerprintOf(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}

// "of" says which form or practice it belongs to, "by" says the mark of this browser, "told" are lines for people, and
// "holds" is what comes back: the answers, or the same locked.
/**
 * @param {Pick<Kit.Subject<never>, "of" | "title" | "words" | "by">} subject
 * @param {string[]} told
 * @param {Kit.Named} holds
 */
export function copyText({ of, title, words, by }, told, holds) {
  const body = { ...of, by: by(), ...holds };
  const line = JSON.stringify({ ...body, check: fingerprintOf(JSON.stringify(body)) });
  return [title, ...told, words("copy_tail"), COPY_MARK, line, ""].join("\n");
}

// Either { by, answers } or { by, locked } or { problem }, the name of the sentence that says why not.
/** @param {string} text @param {{ of: Kit.Named }} subject @returns {Kit.Copy} */
export function readCopy(text, { of }) {
  const mark = [...text.matchAll(COPY_LINE)].at(-1);
  if (!mark) return { problem: "copy_foreign" };
  let found;
  try {
    found = JSON.parse(text.slice(mark.index + mark[0].length));
  } catch {
    // Told by whoever reads the copy.
    return { problem: "copy_damaged" };
  }
  const { check, ...body } = isObject(found) ? found : {};
  if (fingerprintOf(JSON.stringify(body)) !== check) return { problem: "copy_damaged" };
  const { answers, locked, by, ...from } = body;
  if (!isObject(answers) && !isObject(locked)) return { problem: "copy_damaged" };
  if (!same(from, of)) return { problem: "copy_other" };
  return { by, answers, locked: isObject(locked) ? /** @type {Kit.Locked} */ (locked) : undefined };
}

// Whatever was kept under names; what belongs to no question, or no longer fits one, is left alone where it stands.
/** @param {unknown} value @returns {value is Kit.Named} */
export function isNamed(value) {
  return isObject(value) && !Array.isArray(value);
}
