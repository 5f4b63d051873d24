// A line that a screen reader reads when it changes. It is written only when its words differ, so that
// nothing is announced twice.

import { element } from "./dom.js";

/** @param {string} className @returns {Kit.StatusLine} */
export function statusLine(className) {
  const label = element("strong");
  const words = element("span");
  const node = element("p", { class: className, role: "status" }, label, " ", words);
  return {
    node,
    say(state, title, sentence) {
      if (node.dataset.state !== state) node.dataset.state = state;
      if (label.textContent !== title) label.textContent = title;
      if (words.textContent !== sentence) words.textContent = sentence;
    },
  };
}
