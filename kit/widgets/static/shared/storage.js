// What the browser keeps: drafts, private answers, a submission that is not acknowledged yet, and settings.

import { isHeld, isObject, readKept } from "./aside.js";
import { noteKept, ofPage, randomHex } from "./dom.js";

// Where localStorage is full or refused, all copies on the page share this memory instead.
export const KEPT_IN_MEMORY = ofPage("kit.kept", () => /** @type {Map<string, string>} */ (new Map()));
/** @type {Kit.Kind[]} */
const KEPT_KINDS = ["draft", "private", "words", "pending", "settings"];

export class Keeper {
  /** @param {{ cohort: string, participant: string, week: string | number, exercise: { id: string } }} of */
  constructor({ cohort, participant, week, exercise }) {
    this.owner = ["kit", cohort, participant].join("/");
    this.name = (/** @type {Kit.Kind} */ kind) => [kind, week, exercise.id].join("/");
    this.address = (/** @type {Kit.Kind} */ kind) => [this.owner, this.name(kind)].join("/");
    this.topic = this.address("topic");
  }

  // A random mark of this browser, for each person who uses it: a copy carries it, so that another's is noticed.
  get mark() {
    const key = `${this.owner}/mark`;
    let found = KEPT_IN_MEMORY.get(key);
    try {
      found = window.localStorage.getItem(key) ?? found ?? randomHex(16);
      window.localStorage.setItem(key, found);
    } catch {
      // Told beside the form; a copy saved from this page is known again as long as the page is open.
      found ??= randomHex(16);
    }
    KEPT_IN_MEMORY.set(key, found);
    return found;
  }

  /** @param {string | null} key */
  holds(key) {
    return KEPT_KINDS.some((kind) => this.address(kind) === key);
  }

  // Null where nothing is kept; what is there and cannot be read, or does not fit, is set aside.
  /** @template [T=Kit.Named] @param {Kit.Kind} kind @param {(value: unknown) => value is T} fits @returns {T | null} */
  read(kind, fits = /** @type {(value: unknown) => value is T} */ (isObject)) {
    return readKept(this.owner, this.name(kind), KEPT_IN_MEMORY.get(this.address(kind)), fits);
  }

  // Whether a name of something set aside is of this form or practice.
  /** @param {string} name */
  isAside(name) {
    return KEPT_KINDS.some((kind) => name.startsWith(`${this.name(kind)}/`));
  }

  // False when the browser would lose it with the page; whoever shows that hears of it.
  /** @param {Kit.Kind} kind @param {unknown} value */
  write(kind, value) {
    const key = this.address(kind);
    const text = JSON.stringify(value);
    try {
      if (isHeld(this.owner, this.name(kind))) throw new Error("what stands there could not be set aside");
      window.localStorage.setItem(key, text);
      KEPT_IN_MEMORY.delete(key);
      noteKept(true);
      return true;
    } catch {
      // Told beside the form, by whoever hears "kit-kept".
      KEPT_IN_MEMORY.set(key, text);
      noteKept(false);
      return false;
    }
  }

  /** @param {Kit.Kind} kind */
  forget(kind) {
    KEPT_IN_MEMORY.delete(this.address(kind));
    if (isHeld(this.owner, this.name(kind))) return;
    try {
      window.localStorage.removeItem(this.address(kind));
    } catch {
      // Nothing was kept there in the first place.
    }
  }
}
