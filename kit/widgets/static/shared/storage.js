// What a browser keeps for one person: values by name, as JSON. Where its storage is full, refused or not there,
// memory stands in. What was kept and can no longer be read may be somebody's own words, so it is set aside under a
// name of its own, where nothing is ever written over it.

import { noteKept, ofPage, randomHex } from "./dom.js";

/** @param {unknown} value @returns {value is Kit.Named} */
export function isObject(value) {
  return value !== null && typeof value === "object";
}

// Text by key in "localStorage" or "sessionStorage".
export class TextStorage {
  /** @param {"localStorage" | "sessionStorage"} area @param {Map<string, string>} memory */
  constructor(area, memory = new Map()) {
    this.area = area;
    this.memory = memory;
  }

  /** @param {string} prefix */
  keys(prefix) {
    const keys = new Set(this.memory.keys());
    try {
      for (const key of Object.keys(window[this.area])) keys.add(key);
    } catch {
      // Then there is nothing but memory, which is told beside every form.
    }
    return [...keys].filter((key) => key.startsWith(prefix)).sort();
  }

  // Null where nothing is kept.
  /** @param {string} key */
  read(key) {
    try {
      return this.memory.get(key) ?? window[this.area].getItem(key);
    } catch {
      return null; // This browser keeps nothing at all, which is told beside every form.
    }
  }

  // False where it would be lost with the page.
  /** @param {string} key @param {string} text */
  write(key, text) {
    try {
      window[this.area].setItem(key, text);
      this.memory.delete(key);
      return true;
    } catch {
      this.memory.set(key, text);
      return false;
    }
  }

  /** @param {string} key */
  forget(key) {
    this.memory.delete(key);
    try {
      window[this.area].removeItem(key);
    } catch {
      // Nothing was kept there in the first place.
    }
  }
}

// All scripts on a page share one memory.
const KEPT_IN_MEMORY = ofPage("kit.kept", () => /** @type {Map<string, string>} */ (new Map()));
const LOCAL_TEXTS = new TextStorage("localStorage", KEPT_IN_MEMORY);
// Where the browser cannot set something aside, it stays where it was found, and the page remembers that.
const ASIDE_IN_MEMORY = ofPage("kit.aside", () => /** @type {Map<string, string>} */ (new Map()));

// Everything kept for "owner": a cohort ("kit/spring"), or one participant of it ("kit/spring/…").
export class BrowserStorage {
  /** @param {string} owner */
  constructor(owner) {
    this.owner = owner;
  }

  /** @param {string} name */
  key(name) {
    return `${this.owner}/${name}`;
  }

  names(prefix = "") {
    return LOCAL_TEXTS.keys(this.key(prefix)).map((key) => key.slice(this.owner.length + 1));
  }

  // A random mark of this browser, for each person who uses it: a copy carries it, so that another's is noticed.
  get mark() {
    const mark = LOCAL_TEXTS.read(this.key("mark")) ?? randomHex(16);
    LOCAL_TEXTS.write(this.key("mark"), mark);
    return mark;
  }

  // Null where nothing is kept; what is there and cannot be read, or does not fit, is set aside.
  /**
   * @template [T=Kit.Named]
   * @param {string} name
   * @param {(value: unknown) => value is T} fits
   * @returns {T | null}
   */
  read(name, fits = /** @type {(value: unknown) => value is T} */ (isObject)) {
    const text = LOCAL_TEXTS.read(this.key(name));
    if (text === null) return null;
    const value = parsed(text);
    if (value === null || (value !== undefined && fits(value))) return value;
    this.setAside(name, text);
    return null;
  }

  // False where it would be lost with the page; whoever shows that hears "kit-kept".
  /** @param {string} name @param {unknown} value */
  write(name, value) {
    const text = JSON.stringify(value);
    const held = this.isHeld(name);
    if (held) KEPT_IN_MEMORY.set(this.key(name), text);
    const lasts = !held && LOCAL_TEXTS.write(this.key(name), text);
    noteKept(lasts);
    return lasts;
  }

  /** @param {string} name */
  forget(name) {
    if (this.isHeld(name)) KEPT_IN_MEMORY.delete(this.key(name));
    else LOCAL_TEXTS.forget(this.key(name));
  }

  // Whether what cannot be read still stands under this name, so that nothing may be written there.
  /** @param {string} name */
  isHeld(name) {
    const place = this.key(`aside/${name}/`);
    return [...ASIDE_IN_MEMORY.keys()].some((key) => key.startsWith(place));
  }

  // Every text set aside, as [name, text], whose name "wanted" says yes to: "private/practice/journal/1".
  /** @param {(name: string) => boolean} wanted @returns {[string, string][]} */
  asides(wanted) {
    const place = this.key("aside/");
    const held = [...ASIDE_IN_MEMORY.keys()].filter((key) => key.startsWith(place));
    const keys = new Set([...LOCAL_TEXTS.keys(place), ...held]);
    const names = [...keys].sort().map((key) => key.slice(place.length)).filter(wanted);
    return names.map((name) => [name, ASIDE_IN_MEMORY.get(place + name) ?? LOCAL_TEXTS.read(place + name) ?? ""]);
  }

  // The same damage found twice is one; another one has a number of its own.
  /** @param {string} name @param {string} text */
  setAside(name, text) {
    const there = new Map(this.asides((aside) => asideOf(aside) === name));
    let number = 1;
    while ((there.get(`${name}/${number}`) ?? text) !== text) number += 1;
    const key = this.key(`aside/${name}/${number}`);
    if (LOCAL_TEXTS.write(key, text)) {
      // Only what was found: something new may have been written there meanwhile.
      if (LOCAL_TEXTS.read(this.key(name)) === text) LOCAL_TEXTS.forget(this.key(name));
      ASIDE_IN_MEMORY.delete(key);
    } else {
      KEPT_IN_MEMORY.delete(key);
      ASIDE_IN_MEMORY.set(key, text);
      noteKept(false);
    }
    // Whoever shows it hears of it once they are done with what they were reading.
    if (!there.has(`${name}/${number}`)) queueMicrotask(() => window.dispatchEvent(new Event("kit-kept")));
  }

  // Where it could not be set aside it still stands where it was found.
  /** @param {string} aside */
  dropAside(aside) {
    const held = ASIDE_IN_MEMORY.delete(this.key(`aside/${aside}`));
    LOCAL_TEXTS.forget(this.key(held ? asideOf(aside) : `aside/${aside}`));
  }

  /** @param {string} aside @param {string} text */
  bringBackAside(aside, text) {
    this.setAside(asideOf(aside), text);
  }
}

// Undefined where the text is no JSON.
/** @param {string} text @returns {unknown} */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// What was set aside under "private/practice/journal/1": "private/practice/journal".
/** @param {string} aside */
function asideOf(aside) {
  return aside.slice(0, aside.lastIndexOf("/"));
}

/** @type {Kit.Kind[]} */
const KEPT_KINDS = ["draft", "passed", "private", "words", "pending", "settings"];

// What is kept of one form or practice, by kind. What is sent from it stands in the outbox; up to version 0.1.0 a form
// kept it as "pending".
export class Keeper {
  /** @param {{ cohort: string, participant: string, week: string | number, exercise: { id: string } }} about */
  constructor({ cohort, participant, week, exercise }) {
    this.storage = new BrowserStorage(["kit", cohort, participant].join("/"));
    this.place = `${week}/${exercise.id}`;
    this.topic = this.key("topic");
  }

  /** @param {Kit.Kind} kind */
  name(kind) {
    return `${kind}/${this.place}`;
  }

  /** @param {Kit.Kind} kind */
  key(kind) {
    return this.storage.key(this.name(kind));
  }

  get mark() {
    return this.storage.mark;
  }

  /** @param {string | null} key */
  holds(key) {
    return KEPT_KINDS.some((kind) => this.key(kind) === key);
  }

  // Whether a name of something set aside is of this form or practice.
  /** @param {string} aside */
  isAside(aside) {
    return KEPT_KINDS.some((kind) => this.name(kind) === asideOf(aside));
  }

  /**
   * @template [T=Kit.Named]
   * @param {Kit.Kind} kind
   * @param {(value: unknown) => value is T} fits
   * @returns {T | null}
   */
  read(kind, fits = /** @type {(value: unknown) => value is T} */ (isObject)) {
    return this.storage.read(this.name(kind), fits);
  }

  /** @param {Kit.Kind} kind @param {unknown} value */
  write(kind, value) {
    return this.storage.write(this.name(kind), value);
  }

  /** @param {Kit.Kind} kind */
  forget(kind) {
    this.storage.forget(this.name(kind));
  }
}
