// A copy that only a passphrase opens. Browsers do this for pages served over https or from one's own computer; where
// one does not, it is said, and the plain copy is there.

import { copyText } from "./copy_text.js";
import { control, download, element } from "./dom.js";
import { folded } from "./settings.js";

const LOCK_ROUNDS = 600000;
// A file may ask for no more work than a slow telephone can bear.
const LOCK_MOST_ROUNDS = 10000000;
const LOCK_SHORTEST = 8;

/** @param {ArrayBuffer | Uint8Array} bytes */
function toText(bytes) {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text);
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
function toBytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** @param {string} passphrase @param {Uint8Array<ArrayBuffer>} salt @param {number} iterations */
async function lockKey(passphrase, salt, iterations) {
  const { subtle } = window.crypto;
  // The same words give the same key whichever way a keyboard spells an accent.
  const typed = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const material = await subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return subtle.deriveKey(derivation, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** @param {unknown} value @param {string} passphrase */
async function locked(value, passphrase) {
  const [salt, iv] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(12))];
  const key = await lockKey(passphrase, salt, LOCK_ROUNDS);
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
  return { rounds: LOCK_ROUNDS, salt: toText(salt), iv: toText(iv), text: toText(text) };
}

// The value, or undefined where the passphrase does not open it.
/** @param {Kit.Locked} copy @param {string} passphrase @returns {Promise<unknown>} */
async function unlocked({ rounds, salt, iv, text }, passphrase) {
  try {
    const key = await lockKey(passphrase, toBytes(salt), Math.min(rounds, LOCK_MOST_ROUNDS));
    const found = await crypto.subtle.decrypt({ name: "AES-GCM", iv: toBytes(iv) }, key, toBytes(text));
    return JSON.parse(new TextDecoder().decode(found));
  } catch {
    // Told as a passphrase that does not open it; whether words or file are wrong, nobody can know.
    return undefined;
  }
}

/** @template V */
export class CopyLock {
  /** @param {Kit.Copies<V>} copies */
  constructor(copies) {
    const { id, words } = copies;
    this.copies = copies;
    this.id = id;
    this.words = words;
    /** @type {Kit.Locked | null | undefined} */
    this.found = undefined;
    /** @type {Kit.Locked | null} */
    this.working = null;
    this.first = this.field("lock_passphrase");
    this.second = this.field("lock_again");
    this.key = this.field("lock_key");
    const saving = CopyLock.possible ? this.saving() : [element("p", {}, words("lock_not_here"))];
    this.node = folded(`${id}-lock`, words("lock"), ...saving);
    this.question = this.opening();
  }

  static get possible() {
    return Boolean(window.crypto?.subtle);
  }

  /** @param {string} name */
  field(name) {
    const unaided = { autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
    const input = control("input", { type: "password", id: `${this.id}-${name}`, ...unaided });
    const attributes = { class: "kit-practice-field kit-lock-field", for: input.id };
    return { input, node: element("label", attributes, element("span", {}, this.words(name)), input) };
  }

  saving() {
    const { words } = this;
    const button = this.copies.quiet("lock_save", () => this.save());
    const row = element("div", { class: "kit-practice-row" }, this.first.node, this.second.node, button);
    return [element("p", {}, words("lock_about")), row];
  }

  opening() {
    const { copies, words } = this;
    this.key.input.addEventListener("keydown", ({ key }) => key === "Enter" && this.open());
    const buttons = element("div", { class: "kit-form-buttons" }, copies.quiet("lock_open", () => this.open()),
      copies.quiet("lock_leave", () => copies.leave()));
    const told = element("p", {}, words("lock_is_locked"));
    return element("div", { class: "kit-form-asking", hidden: true }, told, this.key.node, buttons);
  }

  // What speaks against it, as the name of a sentence.
  /** @param {V | null} answers @param {string} passphrase */
  objection(answers, passphrase) {
    if (answers === null) return "copy_empty";
    if (passphrase.length < LOCK_SHORTEST) return "lock_short";
    return passphrase === this.second.input.value ? "" : "lock_differs";
  }

  async save() {
    const { copies, first, second, words } = this;
    const answers = copies.subject.now();
    const problem = this.objection(answers, first.input.value);
    if (problem) return void copies.say(problem);
    copies.say("lock_working");
    const holds = { locked: await locked(answers, first.input.value) };
    first.input.value = second.input.value = "";
    download(`${copies.subject.file}-locked.txt`, copyText(copies.subject, [words("lock_head"), ""], holds));
    copies.say("lock_saved");
  }

  /** @param {Kit.Locked} found */
  ask(found) {
    if (!CopyLock.possible) return this.copies.say("lock_not_here");
    this.found = found;
    this.question.hidden = false;
    this.copies.line.say("", "", "");
    return this.key.input.focus();
  }

  async open() {
    const { copies, key, found } = this;
    if (!found || this.working === found) return;
    this.working = found;
    copies.say("lock_working");
    const answers = await unlocked(found, key.input.value);
    this.working = null;
    // Whoever has left the question meanwhile, or chosen another file, wants nothing of this one.
    if (this.found !== found) return;
    if (answers !== undefined) return void copies.take(answers);
    // The copy and what is here are untouched: only the key was another one.
    copies.say("lock_wrong");
    key.input.focus();
    key.input.select();
  }

  close() {
    this.found = undefined;
    this.key.input.value = "";
    this.question.hidden = true;
  }
}
