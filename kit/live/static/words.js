// Four words to come back with: shown until their owner has noted them, and copied or shared where a browser lets us.

import { copied } from "../../widgets/static/shared/copying.js";
import { button, download, element } from "../../widgets/static/shared/dom.js";
import { statusLine } from "../../widgets/static/shared/status.js";
import { TextStorage } from "../../widgets/static/shared/storage.js";

// Until they are noted, the words survive a reload of this window, and nothing longer than it. They are of one cohort
// only: the next one at this address has other words.
/** @param {string} cohort */
export function wordsKey(cohort) {
  return `kit/${cohort}/joining/words`;
}

/** @param {string} text */
function asFile(text) {
  return `${text}\n\n${location.origin}/\n`;
}

// The words, and what can be done with them.
/** @param {Kit.Words} words @param {string} text */
export function wordsBox(words, text) {
  const line = statusLine("page-said");
  const field = element("input", { id: "words-line", class: "page-unseen", type: "text", readonly: true, value: text });
  field.addEventListener("focus", () => field.select());
  const copy = async () => {
    const done = await copied(text, field);
    line.say("done", "", words(done ? "words_taken" : "words_not_taken"));
    field.classList.toggle("page-unseen", done);
    if (!done) field.select();
  };
  const share = () => navigator.share({ text: `${words("words_file")}\n\n${asFile(text)}` }).catch(() => undefined);
  const save = () => download("four-words.txt", `${words("words_file")}\n\n${asFile(text)}`);
  const buttons = [
    button({ id: "words-copy", onclick: copy }, words("words_take")),
    "share" in navigator ? button({ id: "words-share", onclick: share }, words("words_share")) : null,
    button({ id: "words-save", onclick: save }, words("words_save")),
    button({ id: "words-print", class: "page-no-phone", onclick: () => window.print() }, words("words_print")),
  ];
  return element("div", { class: "page-words-box" },
    element("ol", { id: "words-list", class: "page-words" }, ...text.split(" ").map((word) => element("li", {}, word))),
    element("label", { for: "words-line", class: "page-unseen" }, words("words_copy")), field,
    line.node, element("div", { class: "page-choice page-beside" }, ...buttons));
}

// The words as a card that goes once they are noted.
export class FourWords {
  /** @param {string} cohort @param {Kit.Words} words */
  constructor(cohort, words) {
    this.passing = new TextStorage("sessionStorage");
    this.key = wordsKey(cohort);
    this.words = words;
    const text = this.passing.read(this.key);
    this.isThere = text !== null;
    this.node = element("section", { class: "page-card page-four", "aria-labelledby": "head-words" },
      element("h3", { id: "head-words", tabindex: "-1" }, words("words_title")));
    if (text === null) this.node.append(element("p", { class: "page-quiet" }, words("words_gone")));
    else this.fill(text);
  }

  /** @param {string} text */
  fill(text) {
    const noted = { id: "words-noted", class: "page-main", onclick: () => this.noted() };
    this.node.append(element("p", {}, this.words("words_lead")), wordsBox(this.words, text),
      button(noted, this.words("words_noted")));
  }

  noted() {
    this.passing.forget(this.key);
    this.isThere = false;
    const held = this.node.contains(document.activeElement);
    this.node.remove();
    if (held) document.getElementById("main")?.focus();
  }
}
