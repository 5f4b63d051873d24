// The letter as a value: its words, the day on which it is to be read, and whether it is closed.

const LETTER_STATES = ["writing", "sealed", "open"];

function letterBlank() {
  return { state: "writing", text: "", until: "", uid: "" };
}

function letterFits(value) {
  const { state, text, until, uid } = value ?? {};
  const day = until === "" ? state === "writing" : noonOf(until) !== null;
  return LETTER_STATES.includes(state) && typeof text === "string" && typeof uid === "string" && day;
}

// A letter that came with a copy, beside the one that is here.
function letterMerged(here, copy, between) {
  if (!here.text.trim()) return copy;
  return { ...here, text: bothTexts(here.text, copy.text, between) };
}
