// Drafts of what has arrived: they go, as whoever has the answers now gives them back.

import { same } from "./dom.js";
import { isObject } from "./storage.js";

// What was changed since it was sent, or never shared, stays.
/** @param {Kit.Storage} storage @param {number} week @param {string} exercise @param {Kit.Answers} answers */
export function dropDraft(storage, week, exercise, answers) {
  const [draft, words] = [storage.read(`draft/${week}/${exercise}`), storage.read(`words/${week}/${exercise}`)];
  if (draft && same(inOrder(draft), inOrder(answers))) storage.forget(`draft/${week}/${exercise}`);
  if (!words) return;
  const left = Object.entries(words).filter(([item, kept]) => !(isObject(kept) && isSent(kept.seen, answers[item])));
  if (!left.length) storage.forget(`words/${week}/${exercise}`);
  else if (left.length < Object.keys(words).length) {
    storage.write(`words/${week}/${exercise}`, Object.fromEntries(left));
  }
}

/** @param {unknown} seen @param {unknown} answer */
function isSent(seen, answer) {
  return isObject(seen) && typeof answer === "string" && seen.text === answer;
}

/** @param {Kit.Named} values */
function inOrder(values) {
  return Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
}
