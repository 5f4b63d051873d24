// The letter as a value: its words, the day on which it is to be read, and whether it is closed.

import { bothTexts } from "../../../widgets/static/shared/both.js";
import { noonOf } from "../../../widgets/static/shared/days.js";

const LETTER_STATES = ["writing", "sealed", "open"];

export function letterBlank() {
  return { state: "writing", text: "", until: "", uid: "" };
}

export function letterFits(value) {
  const { state, text, until, uid } = value ?? {};
  const day = until === "" ? state === "writing" : noonOf(until) !== null;
  return LETTER_STATES.includes(state) && typeof text === "string" && typeof uid === "string" && day;
}

// A letter that came with a copy, beside the one that is here.
export function letterMerged(here, copy, between) {
  if (!here.text.trim()) return copy;
  return { ...here, text: bothTexts(here.text, copy.text, between) };
}
