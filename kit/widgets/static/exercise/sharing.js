// A text that may be shared. It stays in this browser until its author has looked at it as others would see it, and
// ticked that exactly this may be shown. Any change to it takes the tick away again.

import { button, control, element, own } from "../shared/dom.js";
import { statusLine } from "../shared/status.js";
import { isObject } from "../shared/storage.js";
import { tidied } from "./fields.js";

const MASKS = /(\[[^[\]\d]+\])/u;

/** @param {string} text @returns {Kit.Part[]} */
function partsOf(text) {
  return text.split(MASKS).filter(Boolean).map((part) => ({ text: part, kind: MASKS.test(part) ? "mask" : null }));
}

/** @param {Kit.Part} part */
function shownPart({ text, kind }) {
  if (!kind) return text;
  return element(kind === "perhaps" ? "u" : "mark", {}, text);
}

class Tick {
  /** @param {string} id @param {string} words @param {(on: boolean) => void} ticked */
  constructor(id, words, ticked) {
    this.box = control("input", { type: "checkbox", id });
    this.box.addEventListener("change", () => ticked(this.box.checked));
    this.node = element("label", { class: "kit-form-tick", for: id }, this.box, element("span", {}, words));
  }
}

/** @typedef {{ text: string, parts: Kit.Part[], version: string }} Seen */

// What is kept of a text, as far as it can be made out.
/** @param {unknown} value @returns {{ text: string, seen: Seen | null, quote: boolean, before: string } | null} */
function remembered(value) {
  if (!isObject(value)) return null;
  const { text, seen, quote, before } = value;
  const looked = isObject(seen) && typeof seen.text === "string" && Array.isArray(seen.parts);
  return {
    text: typeof text === "string" ? text : "",
    seen: looked ? /** @type {Seen} */ (/** @type {unknown} */ (seen)) : null,
    quote: quote === true,
    before: typeof before === "string" ? before : "",
  };
}

// A theme that stands in front of a text, as a part of it: what is looked at, agreed to and sent is the whole.
class Theme {
  /** @param {string[]} themes @param {string} id @param {Kit.Words} words @param {() => void} picked */
  constructor(themes, id, words, picked) {
    this.themes = themes;
    const options = [words("share_theme_none"), ...themes].map((theme) => element("option", {}, theme));
    const described = { "aria-describedby": `${id}-theme-about` };
    this.list = control("select", { id: `${id}-theme`, class: "kit-form-theme", onchange: picked, ...described });
    this.list.append(...options);
    this.node = themes.length ? element("div", { class: "kit-form-themes" },
      element("label", { for: `${id}-theme` }, words("share_theme")), this.list,
      element("p", { class: "kit-form-help", id: `${id}-theme-about` }, words("share_theme_about"))) : null;
  }

  /** @param {string} text */
  before(text) {
    const theme = this.themes[this.list.selectedIndex - 1];
    return theme && text ? `${theme}: ${text}` : text;
  }

  // Picks the theme that a whole text begins with, and returns the rest.
  /** @param {string} whole */
  without(whole) {
    const place = this.themes.findIndex((theme) => whole.startsWith(`${theme}: `));
    this.list.selectedIndex = place + 1;
    return place < 0 ? whole : whole.slice(this.themes[place].length + 2);
  }
}

/** @implements {Kit.ItemField} */
export class Sharing {
  shown = element("p", { class: "kit-form-shown" });
  found = element("p", { class: "kit-form-help" });

  /**
   * @param {Kit.Shared} item
   * @param {string} id
   * @param {() => void} changed
   * @param {Kit.Words} words
   * @param {Kit.Announce} announce
   * @param {Kit.Looking} looking
   */
  constructor(item, id, changed, words, announce, { carrier, kept }) {
    this.item = item;
    this.id = id;
    this.changed = changed;
    this.words = words;
    this.announce = announce;
    this.carrier = carrier;
    this.kept = kept;
    this.longest = item.longest;
    /** @type {Seen | null} */
    this.seen = null;
    this.shared = false;
    this.quote = false;
    this.before = "";
    this.closed = false;
    const described = { "aria-describedby": `${id}-about ${id}-travel ${id}-count ${id}-say` };
    this.first = control("textarea", { id, rows: 3, ...described, oninput: () => this.written() });
    this.count = element("span", { class: "kit-form-count", id: `${id}-count` });
    this.theme = new Theme(item.themes ?? [], id, words, () => this.written());
    this.say = statusLine("kit-form-sharing-say");
    this.say.node.id = `${id}-say`;
    this.look = button({ class: "kit-form-quiet", id: `${id}-look`, onclick: () => this.ask() }, words("share_look"));
    this.tick = new Tick(`${id}-share`, words("share_tick"), (on) => this.agree(on));
    this.tickQuote = new Tick(`${id}-quote`, words("share_quote"), (on) => this.agreeQuote(on));
    const mine = { class: "kit-form-quiet", id: `${id}-mine`, onclick: () => this.takeMine() };
    this.back = button(mine, words("share_mine"));
    const titled = { class: "kit-form-shown-title", id: `${id}-seen`, tabindex: "-1" };
    this.heading = control("p", titled, words("share_seen"));
    this.panel = this.makePanel();
    this.node = element("div", { class: "kit-form-writing" }, this.first, this.count, this.theme.node,
      element("div", { class: "kit-form-buttons" }, this.look), this.say.node, this.panel);
    this.remember();
    this.draw();
  }

  makePanel() {
    const { id, words } = this;
    const frame = { class: "kit-form-sharing", role: "group", "aria-labelledby": `${id}-seen`, hidden: true };
    return element("div", frame, this.heading, this.shown,
      this.found, element("p", { class: "kit-form-help" }, words("share_style")), this.tick.node,
      this.tickQuote.node, element("p", { class: "kit-form-help" }, words("share_equal")),
      element("div", { class: "kit-form-buttons" }, this.back));
  }

  // What was written and looked at outlasts a reload; where it is shared is the draft's to say.
  remember() {
    const found = remembered(own(this.kept.read("words"), this.item.id));
    if (!found) return;
    this.put(found.text);
    this.seen = found.seen;
    this.quote = found.quote;
    this.before = found.before;
  }

  // Another copy of this form, or another window, may have written meanwhile; never into the field one is writing in.
  recall() {
    const found = remembered(own(this.kept.read("words"), this.item.id));
    if (document.activeElement === this.first || !found || found.text === this.whole) return;
    this.remember();
    this.draw();
  }

  keep() {
    const { seen, quote, before } = this;
    const words = this.kept.read("words") ?? {};
    this.kept.write("words", { ...words, [this.item.id]: { text: this.whole, seen, quote, before } });
  }

  get text() {
    return this.theme.before(tidied(this.first.value));
  }

  // As it is written, with the spaces that are not sent.
  get whole() {
    return this.theme.before(this.first.value);
  }

  /** @param {string} whole */
  put(whole) {
    this.first.value = this.theme.without(whole);
  }

  get isSeen() {
    return this.seen !== null && this.seen.text === this.text;
  }

  get left() {
    return this.longest - Array.from(this.text).length;
  }

  get tooLong() {
    return this.shared && this.left < 0;
  }

  get() {
    return this.shared && this.isSeen ? this.text : undefined;
  }

  // What goes with a shared text: what was agreed to, and how far.
  /** @returns {Kit.Agreed | undefined} */
  get details() {
    return this.get() === undefined || !this.seen ? undefined : { version: this.seen.version, quote: this.quote };
  }

  // What was sent or drafted shows here; only what is written or chosen here is kept.
  /** @param {unknown} value */
  set(value) {
    if (this.get() === value) return;
    const text = this.known(value);
    this.shared = text !== undefined;
    if (text !== undefined && !(this.isSeen && this.text === text)) {
      this.put(text);
      this.seen = { text, parts: partsOf(text), version: "" };
      this.before = "";
    }
    if (!this.shared) this.quote = false;
    this.draw();
  }

  // What was agreed to from another device.
  /** @param {Kit.Agreed | undefined} details */
  know(details) {
    if (!details || !this.shared || !this.seen || this.seen.version) return;
    this.seen.version = details.version;
    this.quote = details.quote;
    this.draw();
  }

  /** @param {unknown} kept */
  known(kept) {
    return typeof kept === "string" ? kept : undefined;
  }

  /** @param {unknown} value */
  show(value) {
    return String(value);
  }

  written() {
    const wasShared = this.shared;
    if (!this.isSeen) this.shared = this.quote = false;
    this.keep();
    this.draw();
    this.changed();
    if (wasShared && !this.shared) this.say.say("changed", "", this.words("share_changed"));
  }

  async ask() {
    const asked = this.text;
    if (!asked) return void this.say.say("empty", "", this.words("share_empty"));
    this.say.say("asking", "", this.words("share_asking"));
    const found = await this.carrier.preview(this.item.id, asked);
    if (this.text !== asked) return undefined;
    if (found.problem !== undefined) return void this.failed(found.problem);
    if (found.text !== asked) this.before ||= this.whole;
    this.put(found.text);
    this.seen = { text: this.text, parts: found.parts, version: found.version };
    this.shared = this.quote = false;
    this.say.say("seen", "", "");
    this.keep();
    this.draw();
    this.changed();
    return this.heading.focus();
  }

  /** @param {string} problem */
  failed(problem) {
    this.say.say("problem", "", problem || this.words("share_away"));
  }

  /** @param {boolean} on */
  agree(on) {
    this.shared = on && this.isSeen && this.left >= 0;
    this.quote = false; // a second yes, given anew each time
    this.keep();
    this.draw();
    this.changed();
  }

  /** @param {boolean} on */
  agreeQuote(on) {
    this.quote = on && this.shared;
    this.keep();
    this.draw();
    this.changed();
  }

  takeMine() {
    this.put(this.before);
    this.before = "";
    this.seen = null;
    this.shared = this.quote = false;
    this.keep();
    this.draw();
    this.changed();
    this.first.focus();
  }

  /** @param {boolean} closed */
  close(closed) {
    this.closed = closed;
    this.first.readOnly = closed;
    this.theme.list.disabled = closed;
    this.draw();
  }

  draw() {
    const { left, words, closed } = this;
    const live = this.carrier.shares;
    this.count.textContent = words(left < 0 ? "too_long" : "left", { count: Math.abs(left) });
    this.count.toggleAttribute("data-over", left < 0);
    this.first.setAttribute("aria-invalid", String(left < 0));
    this.look.hidden = closed || !live || this.isSeen;
    this.panel.hidden = !this.isSeen || !live;
    if (!live) this.say.say("here", "", words("share_not_here"));
    else if (this.say.node.dataset.state === "here") this.say.say("seen", "", "");
    if (this.panel.hidden) return;
    this.shown.replaceChildren(...(this.seen?.parts ?? []).map(shownPart));
    this.found.textContent = this.foundWords();
    this.back.hidden = closed || !this.before;
    Object.assign(this.tick.box, { checked: this.shared, disabled: closed || left < 0 });
    Object.assign(this.tickQuote.box, { checked: this.quote, disabled: closed });
    this.tickQuote.node.hidden = !this.shared;
  }

  foundWords() {
    const kinds = new Set((this.seen?.parts ?? []).map(({ kind }) => kind).filter(Boolean));
    const perhaps = kinds.delete("perhaps");
    const said = [this.words(kinds.size ? "share_masked" : "share_nothing_masked")];
    if (perhaps) said.push(this.words("share_perhaps"));
    return said.join(" ");
  }
}
