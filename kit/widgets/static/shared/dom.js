// Building elements. Text only ever enters as text nodes, so nothing a person types becomes markup.

import { leadToTheBeginning } from "./beginning.js";

/** @param {number} length */
export function randomHex(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Ids are unique per render: two copies of one exercise share a document in a notebook.
export function uniquePrefix() {
  return `kit-${randomHex(6)}`;
}

// crypto.randomUUID exists only in secure contexts; a phone on the room's network is in none.
export function makeUuid() {
  const hex = randomHex(16);
  const variant = (8 + (parseInt(hex[16], 16) % 4)).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20)]
    .join("-");
}

/**
 * @template {Kit.Tag} K
 * @param {K} tag
 * @param {Kit.Attributes} attributes
 * @param {...Kit.Child} children
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return /** @type {Kit.Made<K>} */ (node);
}

// An element that the page has from the start.
/** @template {HTMLElement} [T=HTMLElement] @param {string} id @param {new () => T} kind @returns {T} */
export function at(id, kind = /** @type {new () => T} */ (HTMLElement)) {
  const node = document.getElementById(id);
  if (node instanceof kind) return node;
  throw new TypeError(`The page has no ${id}.`);
}

// JupyterLab's shortcuts act on whatever is not marked, radios and buttons included: an arrow throws the
// focus out, "d d" deletes the cell. The mark works on the control itself, not on what surrounds it.
/**
 * @template {Kit.Tag} K
 * @param {K} tag
 * @param {Kit.Attributes} attributes
 * @param {...Kit.Child} children
 */
export function control(tag, attributes = {}, ...children) {
  return element(tag, { ...attributes, "data-lm-suppress-shortcuts": "true" }, ...children);
}

/** @param {Kit.Attributes} attributes @param {...Kit.Child} children */
export function button(attributes, ...children) {
  return control("button", { type: "button", ...attributes }, ...children);
}

// For what takes something away: a second press, meant for the same thing, would meet what has moved up in its place.
/** @param {() => void} act */
export function once(act) {
  return (/** @type {UIEvent} */ { detail }) => (detail > 1 ? undefined : act());
}

// Saves "text" as a file called "name".
/** @param {string} name @param {string} text @param {string} type */
export function download(name, text, type = "text/plain") {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = element("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// Hides or shows a control; whoever is on it when it goes is taken to the one that stands in its place.
/** @param {HTMLElement} node @param {boolean} hidden @param {HTMLElement} next */
export function giveWay(node, hidden, next) {
  const held = hidden && !node.hidden && node.contains(document.activeElement);
  node.hidden = hidden;
  if (held) next.focus();
}

// JupyterLab cancels a new line, and undo, in whatever is edited below a cell; it listens further out.
/** @param {HTMLElement} node */
export function calmTheHost(node) {
  leadToTheBeginning(node);
  node.addEventListener("beforeinput", (event) => event.stopPropagation(), true);
  // Enter on a radio submits a form; here only the button sends.
  node.addEventListener("submit", (event) => event.preventDefault());
  node.addEventListener("keydown", (event) => {
    // Everything is kept as it is written; the browser's "save page" would only be in the way.
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") event.preventDefault();
  });
}

/** @param {string} words */
export function onlyRead(words) {
  return element("span", { class: "kit-form-unseen" }, words);
}

/**
 * @template T
 * @param {{ [key: string]: T } | null | undefined} object
 * @param {string} key
 * @returns {T | undefined}
 */
export function own(object, key) {
  return object && Object.hasOwn(object, key) ? object[key] : undefined;
}

// What must be there by now: a slip of ours is an error at the place where it happens.
/** @template T @param {T | null | undefined} value @returns {T} */
export function given(value) {
  if (value === null || value === undefined) throw new Error("This was asked for before it was made.");
  return value;
}

/** @param {unknown} one @param {unknown} other */
export function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

const ICON_PATHS = {
  private: "M5 7V5a3 3 0 0 1 6 0v2h1v6H4V7zm1.5 0h3V5a1.5 1.5 0 0 0-3 0z",
  spoken: "M2 3h12v8H8l-4 3v-3H2z",
  group: "M2 13V8h3v5zm4.5 0V3h3v10zm4.5 0V6h3v7z",
};

/** @param {Kit.Share} name */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICON_PATHS[name]);
  svg.append(path);
  return svg;
}

// What all modules on a page have together, made by the first that asks for it: each is a text of its own.
/** @template T @param {string} name @param {() => T} make @returns {T} */
export function ofPage(name, make) {
  const page = /** @type {{ [key: symbol]: unknown }} */ (globalThis);
  return /** @type {T} */ (page[Symbol.for(name)] ??= make());
}

// Whether this browser loses what it is given with the page: its storage is full, switched off, or not there at all.
// All modules on a page know the same; "kit-kept" tells when that changes.
const KEEPS = ofPage("kit.keeps", () => ({ known: /** @type {boolean | undefined} */ (undefined) }));

export function keepsNothing() {
  if (KEEPS.known === undefined) {
    try {
      window.localStorage.setItem("kit/probe", "");
      window.localStorage.removeItem("kit/probe");
      KEEPS.known = true;
    } catch {
      // Told beside every form.
      KEEPS.known = false;
    }
  }
  return !KEEPS.known;
}

/** @param {boolean} kept */
export function noteKept(kept) {
  if (KEEPS.known === kept) return;
  KEEPS.known = kept;
  window.dispatchEvent(new Event("kit-kept"));
}

// The sentences come from the message catalogue; a place may have wording of its own ("not_sent_page"), and so may a
// browser that keeps nothing ("not_sent_page_unkept"), so that no two of them contradict each other.
/** @param {{ messages: { [name: string]: string }, place: string }} spec @returns {Kit.Words} */
export function wording(spec) {
  return (name, values = {}) => {
    const placed = own(spec.messages, `${name}_${spec.place}`) === undefined ? name : `${name}_${spec.place}`;
    const unkept = keepsNothing() ? own(spec.messages, `${placed}_unkept`) : undefined;
    const text = unkept ?? own(spec.messages, placed) ?? "";
    return text.replace(/\{(\w+)\}/g, (whole, key) => String(own(values, key) ?? whole));
  };
}
