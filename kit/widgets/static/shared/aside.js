// What was kept and can no longer be read: it may be somebody's own words. So it is set aside under a name of its own,
// where nothing is ever written over it, told, and shown as the text it is.

import { button, control, element, noteKept, ofPage, once } from "./dom.js";

// Where the browser cannot set it aside, it stays where it was found, and the page remembers that.
const ASIDE_IN_MEMORY = ofPage("kit.aside", () => /** @type {Map<string, string>} */ (new Map()));

/** @param {unknown} value @returns {value is Kit.Named} */
export function isObject(value) {
  return value !== null && typeof value === "object";
}

// Every text set aside of one owner, as [key, text], whose name "wanted" says yes to: "private/practice/journal/1".
/** @param {string} owner @param {(name: string) => boolean} wanted */
function asides(owner, wanted) {
  const found = new Map(ASIDE_IN_MEMORY);
  try {
    for (const key of Object.keys(window.localStorage)) found.set(key, window.localStorage.getItem(key) ?? "");
  } catch {
    // A browser without storage has set nothing aside; it is told beside the form that it keeps nothing.
  }
  const place = `${owner}/aside/`;
  return [...found].filter(([key]) => key.startsWith(place) && wanted(key.slice(place.length))).sort();
}

// The same damage found twice is one; another one has a number of its own.
/** @param {string} owner @param {string} name @param {string} text */
function setAside(owner, name, text) {
  const there = new Map(asides(owner, (one) => one.slice(0, one.lastIndexOf("/")) === name));
  let number = 1;
  while ((there.get(`${owner}/aside/${name}/${number}`) ?? text) !== text) number += 1;
  const key = `${owner}/aside/${name}/${number}`;
  try {
    window.localStorage.setItem(key, text);
    // Only what was found: something new may have been written there meanwhile.
    if (window.localStorage.getItem(`${owner}/${name}`) === text) window.localStorage.removeItem(`${owner}/${name}`);
    ASIDE_IN_MEMORY.delete(key);
  } catch {
    ASIDE_IN_MEMORY.set(key, text);
    noteKept(false);
  }
  // Whoever shows it hears of it once they are done with what they were reading.
  if (!there.has(key)) queueMicrotask(() => window.dispatchEvent(new Event("kit-kept")));
}

// Whether what cannot be read still stands under this name, so that nothing may be written there.
/** @param {string} owner @param {string} name */
export function isHeld(owner, name) {
  const place = `${owner}/aside/${name}/`;
  return [...ASIDE_IN_MEMORY.keys()].some((key) => key.startsWith(place));
}

// What is kept under a name, "memory" where the browser keeps nothing; null where there is nothing, or nothing that
// "fits": that is set aside.
/**
 * @template [T=Kit.Named]
 * @param {string} owner
 * @param {string} name
 * @param {string | undefined} memory
 * @param {(value: unknown) => value is T} fits
 * @returns {T | null}
 */
export function readKept(owner, name, memory, fits = /** @type {(value: unknown) => value is T} */ (isObject)) {
  let text;
  try {
    text = memory ?? window.localStorage.getItem(`${owner}/${name}`);
  } catch {
    return null; // This browser keeps nothing at all, which is told beside every form.
  }
  if (text === null) return null;
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    setAside(owner, name, text);
    return null;
  }
  if (found === null || fits(found)) return found;
  setAside(owner, name, text);
  return null;
}

// The note: what is set aside of "owner", to copy, to save as a file, and to remove, which can be undone.
export class AsideNote {
  /** @param {{ id: string, words: Kit.Words, owner: string, wanted: (name: string) => boolean }} about */
  constructor({ id, words, owner, wanted }) {
    this.words = words;
    this.owner = owner;
    this.wanted = wanted;
    /** @type {[string, string][]} */
    this.gone = [];
    const about = { rows: 4, readonly: true, dir: "auto", "aria-label": words("aside_text") };
    this.text = control("textarea", { id: `${id}-aside`, ...about });
    this.text.addEventListener("focus", () => this.text.select());
    const quiet = { class: "kit-form-quiet" };
    this.save = button({ ...quiet, id: `${id}-aside-save`, onclick: () => this.download() }, words("aside_save"));
    this.change = button({ ...quiet, id: `${id}-aside-change`, onclick: once(() => this.toggle()) });
    this.said = element("p", { id: `${id}-aside-said`, role: "alert" });
    const frame = { class: "kit-form-unkept", hidden: true, role: "group", "aria-labelledby": `${id}-aside-said` };
    this.node = element("div", frame, this.said, element("div", { class: "kit-form-buttons" }, this.save, this.change));
  }

  get texts() {
    return asides(this.owner, this.wanted).map(([, text]) => text);
  }

  show() {
    const text = this.texts.join("\n\n");
    if (text) this.gone = [];
    this.node.hidden = !text && !this.gone.length;
    this.save.hidden = !text;
    if (!text) this.text.remove();
    else if (!this.text.parentNode) this.said.after(this.text);
    if (this.text.value !== text) this.text.value = text;
    this.tell(this.said, text ? "aside_said" : "aside_gone");
    this.tell(this.change, text ? "aside_remove" : "aside_back");
  }

  /** @param {HTMLElement} node @param {string} name */
  tell(node, name) {
    const sentence = this.node.hidden ? "" : this.words(name);
    if (node.textContent !== sentence) node.textContent = sentence;
  }

  download() {
    const text = `${this.texts.join("\n\n")}\n`;
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    element("a", { href: address, download: "as-it-was-found.txt" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  toggle() {
    const there = asides(this.owner, this.wanted);
    for (const [key, text] of there.length ? there : this.gone) {
      if (there.length) this.drop(key);
      else setAside(this.owner, key.slice(`${this.owner}/aside/`.length, key.lastIndexOf("/")), text);
    }
    this.gone = there;
    this.show();
  }

  // Where it could not be set aside it still stands where it was found.
  /** @param {string} key */
  drop(key) {
    const name = key.slice(`${this.owner}/aside/`.length, key.lastIndexOf("/"));
    if (ASIDE_IN_MEMORY.delete(key)) key = `${this.owner}/${name}`;
    window.localStorage.removeItem(key);
  }
}
