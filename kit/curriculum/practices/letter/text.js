// The letter as a value: its words, the day on which it is to be read, and whether it is closed.

import { bothTexts } from "../../../widgets/static/shared/both.js";
import { isNamed } from "../../../widgets/static/shared/copy_text.js";
import { noonOf } from "../../../widgets/static/shared/days.js";

/** @typedef {{ state: "writing" | "sealed" | "open", text: string, until: string, uid: string }} Written */

const LETTER_STATES = ["writing", "sealed", "open"];

/** @returns {Written} */
export function letterBlank() {
  return { state: "writing", text: "", until: "", uid: "" };
}

/** @param {unknown} value @returns {value is Written} */
export function letterFits(value) {
  const { state, text, until, uid } = isNamed(value) ? value : {};
  const day = until === "" ? state === "writing" : noonOf(until) !== null;
  return LETTER_STATES.some((name) => name === state) && typeof text === "string" && typeof uid === "string" && day;
}

// A letter that came with a copy, beside the one that is here.
/** @param {Written} here @param {Written} copy @param {string} between @returns {Written} */
export function letterMerged(here, copy, between) {
  if (!here.text.trim()) return copy;
  return { ...here, text: bothTexts(here.text, copy.text, between) };
}
