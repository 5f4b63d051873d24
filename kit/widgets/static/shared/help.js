// A text that speaks of self-harm shows whoever writes it where to turn. This is decided here, in the browser, for
// every text; nothing of it is kept or sent, and nobody is told.

import { button, element } from "./dom.js";

// A pattern for phrases divided by |; null where there are none.
/** @param {string} phrases */
function helpPattern(phrases) {
  const plain = phrases.split("|").map((phrase) => phrase.trim()).filter(Boolean);
  const made = plain.map((phrase) => phrase.replace(/[.+?^${}()[\]\\]/g, "\\$&")
    .replace(/\*/g, "\\p{L}*").replace(/[\s-]+/g, "[\\s-]+"));
  return made.length ? new RegExp(`(?<!\\p{L})(?:${made.join("|")})(?!\\p{L})`, "giu") : null;
}

// What tells whether a text has one of these phrases in it, besides everyday turns of phrase. Null without any.
/** @param {string} phrases @param {string} besides */
function helpFinder(phrases, besides) {
  const pattern = helpPattern(phrases), everyday = helpPattern(besides);
  if (!pattern) return null;
  return (/** @type {string} */ text) => {
    const plain = text.normalize("NFKC").replace(/[\u2018\u2019`]/g, "'");
    return (everyday ? plain.replace(everyday, " ... ") : plain).search(pattern) >= 0;
  };
}

class HelpCard {
  /** @param {Kit.Words} words @param {string} safety */
  constructor(words, safety) {
    const text = (/** @type {string} */ name) => element("p", {}, words(name));
    const close = button({ class: "kit-form-quiet", onclick: () => this.dismiss() }, words("help_close"));
    /** @type {HTMLInputElement | HTMLTextAreaElement | undefined} */
    this.field = undefined;
    this.dismissed = false;
    this.node = element("div", { class: "kit-form-help-card", role: "status", hidden: true },
      element("p", {}, element("strong", {}, words("help_title"))), text("help_words"),
      safety ? element("p", {}, safety) : null, text("help_places"), text("help_seen"),
      element("div", { class: "kit-form-buttons" }, close));
  }

  /** @param {HTMLInputElement | HTMLTextAreaElement} field @param {boolean} on */
  show(field, on) {
    if (!on) {
      if (this.field === field) this.node.hidden = true;
      return;
    }
    if (this.field !== field) field.after(this.node);
    this.field = field;
    if (!this.dismissed) this.node.hidden = false;
  }

  dismiss() {
    this.dismissed = true;
    this.node.hidden = true;
    this.field?.focus();
  }
}

// One card for all the fields of a form or practice; it stands below the field that is being written in.
/** @param {HTMLElement} root @param {Kit.Words} words @param {string} safety */
export function watchForHelp(root, words, safety) {
  const speaksOfIt = helpFinder(words("help_phrases"), words("help_besides"));
  if (!speaksOfIt) return;
  const card = new HelpCard(words, safety);
  const look = (/** @type {Event} */ { target }) => {
    const isLine = target instanceof HTMLInputElement && target.type === "text";
    if (isLine || target instanceof HTMLTextAreaElement) card.show(target, speaksOfIt(target.value));
  };
  root.addEventListener("input", look);
  root.addEventListener("focusin", look);
}
