// What somebody writes or chooses for themselves in a practice: kept in this browser as they write, never sent,
// saved as a file and brought back from one. One value, as plain JSON.

import { bothNamed } from "./both.js";
import { Copies } from "./copies.js";
import { button, control, element, own, same } from "./dom.js";
import { printPage } from "./printing.js";
import { statusLine } from "./status.js";

/** @import { Practice } from "./practice.js" */

/** @template V @param {V} here @param {V} found @param {{ between: string, written: Set<string> }} how @returns {V} */
function both(here, found, how) {
  const [mine, other] = /** @type {[Kit.Named, Kit.Named]} */ ([here, found]);
  return /** @type {V} */ (bothNamed(mine, other, how));
}

/** @template {object} V */
export class Sheet {
  // "blank" makes an untouched value, "fits" says whether a value can be shown, "lines" puts one into words for the
  // file, and "changed" is called when another value has come from elsewhere. "merge" makes one value of what is here
  // and what a copy brings, so that no words are lost; "lock" is what makes and opens copies with a passphrase.
  /**
   * @param {Practice} practice
   * @param {Kit.SheetOptions<V>} options
   */
  constructor(practice, { blank, fits, lines, changed, merge, lock = null }) {
    const between = practice.words("from_copy");
    this.practice = practice;
    this.blank = blank;
    this.fits = fits;
    this.lines = lines;
    this.changed = changed;
    /** @type {Set<string>} */
    this.written = new Set();
    /** @type {(here: V, found: V) => V} */
    this.merge = merge ?? ((here, found) => both(here, found, { between, written: this.written }));
    const { kept, words, id } = practice;
    this.copies = new Copies({
      of: { practice: practice.module },
      by: () => kept.mark,
      lock,
      title: practice.practice.title,
      file: practice.module,
      id,
      words,
      fits,
      lines: (value) => lines(value),
      aside: () => practice.aside.texts,
      now: () => (same(this.value, blank()) ? null : this.value),
      restore: (found) => this.replace(this.merge(this.value, found)),
      replace: (value) => this.replace(value ?? blank()),
    });
    for (const node of this.copies.about) practice.keeping.push(node);
    this.kept = kept;
    this.value = this.found();
  }

  get nodes() {
    return [this.practice.unkept, this.copies.node];
  }

  // What was kept may come from another version, or from somebody's own hand.
  read() {
    this.value = this.found();
  }

  found() {
    return this.kept.read("private", this.fits) ?? this.blank();
  }

  /** @param {Partial<V>} values */
  set(values) {
    this.keep({ ...this.value, ...values });
  }

  /** @param {V} value */
  keep(value) {
    this.value = value;
    this.kept.write("private", value);
    this.practice.bus.tell({ what: "kept" });
  }

  /** @param {V} value */
  replace(value) {
    this.keep(value);
    this.changed();
  }

  // "said" tells that nothing needs to be pressed for it to be kept; where nothing is kept it is not shown.
  /** @param {string} said */
  keeping(said) {
    const note = element("p", { class: "kit-practice-mind" }, said);
    this.practice.keeping.push([note, false]);
    return note;
  }

  // A text field for a part of the value, or for what "read" and "write" say; what is not an answer to anything
  // needs no limit.
  /** @param {string} name @param {Kit.AreaOptions} options @returns {Kit.Area} */
  area(name, { label, rows = 3, about = "", read, write }) {
    const id = `${this.practice.id}-${name}`;
    if (!read) this.written.add(name);
    const kept = read ?? (() => own(/** @type {Kit.Named} */ (this.value), name));
    const keep = write ?? ((text) => this.keep({ ...this.value, [name]: text }));
    const described = about ? { "aria-describedby": `${id}-about` } : {};
    const plain = { id, rows, dir: "auto", autocomplete: "off", ...described };
    const input = control("textarea", plain);
    input.addEventListener("input", () => keep(input.value));
    const more = about ? element("p", { class: "kit-practice-about", id: `${id}-about` }, about) : null;
    const node = element("div", { class: "kit-practice-writing" }, element("label", { for: id }, label), more, input);
    const show = () => {
      const found = kept();
      const text = typeof found === "string" ? found : "";
      // Only other words: replacing the same ones would throw away the undo history of who is writing.
      if (input.value !== text) input.value = text;
    };
    return { node, input, show };
  }

  // A button that prints the "nodes" made when it is pressed; "of" is there for one of several on a page.
  /**
   * @param {string} label
   * @param {() => (Node | string)[]} nodes
   * @param {{ title?: string, of?: string, more?: Kit.Child }} options
   */
  printing(label, nodes, { title = this.practice.practice.title, of = "", more = null } = {}) {
    const { id, words } = this.practice;
    const name = `${id}-print${of && `-${of}`}`;
    const marks = { class: "kit-form-quiet", id: name, "aria-describedby": `${id}-print-about` };
    return button({ ...marks, onclick: () => printPage(title, ...nodes()) }, words(label), more);
  }

  // What comes out of a printer lies there for everybody. It stands once, beside whatever can be printed.
  printNote() {
    const { id, words } = this.practice;
    return element("p", { class: "kit-practice-mind", id: `${id}-print-about` }, words("print_about"));
  }

  // Everything gone from this browser, and back again if that was a mistake.
  // "print" is a button that stands in the same row.
  /** @param {Kit.Child} print */
  clearing(print = null) {
    const { id, words } = this.practice;
    const line = statusLine("kit-form-copied");
    /** @type {V | null} */
    let before = null;
    const isBlank = () => same(this.value, this.blank());
    const undo = button({ class: "kit-form-quiet", id: `${id}-unclear`, hidden: true }, words("clear_undo"));
    const clear = button({ class: "kit-form-quiet", id: `${id}-clear` }, words("clear_all"));
    clear.addEventListener("click", () => {
      // Pressed twice, there is nothing more to clear, and what was there can still be had.
      if (!isBlank()) before = this.value;
      this.replace(this.blank());
      undo.hidden = before === null;
      line.say("cleared", "", words("clear_done"));
      (undo.hidden ? clear : undo).focus();
    });
    undo.addEventListener("click", () => {
      if (before !== null) this.replace(isBlank() ? before : this.merge(this.value, before));
      before = null;
      undo.hidden = true;
      line.say("back", "", words("clear_undone"));
      clear.focus();
    });
    const row = element("div", { class: "kit-form-buttons kit-practice-clearing" }, print, clear, undo, line.node);
    return element("div", {}, row, print ? this.printNote() : null);
  }
}
