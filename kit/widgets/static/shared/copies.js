// Saving and restoring: a copy of what is private goes to a file, and comes back from one only if it is whole, belongs
// here and is one's own. Whatever was here before can be had again.

import { LARGEST_COPY, copyText, readCopy } from "./copy_text.js";
import { button, control, download, element, same } from "./dom.js";
import { statusLine } from "./status.js";

// "now" is what there is to save, null where there is nothing; "restore" takes what fits from a copy, and "replace"
// puts back what was there before (or null). "by" says the mark of this browser, which its copies carry.
/** @template V */
export class Copies {
  /** @param {Kit.Subject<V> & { id: string }} about */
  constructor({ id, ...subject }) {
    const { words } = subject;
    this.id = id;
    this.subject = subject;
    this.words = words;
    /** @type {V | null} */
    this.before = null;
    /** @type {V | null} */
    this.after = null;
    /** @type {unknown} */
    this.asked = undefined;
    this.line = statusLine("kit-form-copied");
    this.undo = this.quiet("copy_undo", () => this.takeBack());
    this.undo.hidden = true;
    this.file = control("input", { type: "file", id: `${id}-file`, onchange: () => this.choose() });
    const restoring = element("label", { class: "kit-form-file", for: `${id}-file` }, words("copy_restore"), this.file);
    const saving = this.quiet("copy_save", () => this.save());
    const row = element("div", { class: "kit-form-buttons" }, saving, restoring, this.undo);
    this.lock = subject.lock ? new subject.lock(this) : null;
    this.yes = this.quiet("copy_yes", () => this.take(this.asked));
    this.asking = this.question();
    // What is true of a browser that keeps what is written here, and of one that does not.
    /** @type {Kit.Keeping[]} */
    this.about = [
      [element("p", {}, words("copy_about")), false],
      [element("p", {}, words("copy_about_lost")), true],
    ];
    this.node = element("div", { class: "kit-form-copies" }, ...this.about.map(([node]) => node), row,
      this.asking, this.lock?.question ?? null, this.line.node, this.lock?.node ?? null);
  }

  /** @param {string} name @param {() => void} onclick */
  quiet(name, onclick) {
    return button({ class: "kit-form-quiet", id: `${this.id}-${name}`, onclick }, this.words(name));
  }

  // A file may have come from somebody else: on a shared device, or by mistake.
  question() {
    const no = this.quiet("copy_no", () => this.leave());
    const id = `${this.id}-whose`;
    return element("div", { class: "kit-form-asking", hidden: true, role: "group", "aria-labelledby": id },
      element("p", { id }, this.words("copy_whose")), element("div", { class: "kit-form-buttons" }, this.yes, no));
  }

  /** @param {string} name */
  say(name) {
    this.line.say(name, "", this.words(name));
  }

  save() {
    const answers = this.subject.now();
    const aside = this.subject.aside();
    if (answers === null) return this.say(aside.length ? "copy_aside_only" : "copy_empty");
    const found = aside.length ? [this.words("aside_text"), "", ...aside, ""] : [];
    const told = [this.words("copy_head"), "", ...this.subject.lines(answers), ...found];
    download(`${this.subject.file}-private.txt`, copyText(this.subject, told, { answers }));
    return this.say("copy_saved");
  }

  async choose() {
    const [chosen] = this.file.files ?? [];
    if (!chosen) return;
    const text = chosen.size > LARGEST_COPY ? "" : await chosen.text().catch(() => null);
    this.file.value = "";
    this.close();
    if (text === null) return void this.say("copy_unread");
    const found = readCopy(text, this.subject);
    if (found.problem !== undefined) return void this.say(found.problem);
    if (found.locked) return void (this.lock ? this.lock.ask(found.locked) : this.say("copy_other"));
    if (found.by === this.subject.by()) return void this.take(found.answers);
    this.asked = found.answers;
    this.asking.hidden = false;
    this.line.say("", "", "");
    this.yes.focus();
  }

  close() {
    this.asking.hidden = true;
    this.lock?.close();
  }

  leave() {
    this.close();
    this.say("copy_left");
    this.file.focus();
  }

  /** @param {unknown} answers */
  take(answers) {
    this.close();
    this.file.focus();
    if (!this.subject.fits(answers)) return this.say("copy_other");
    const before = this.subject.now();
    this.subject.restore(answers);
    const after = this.subject.now();
    // The same copy once more changes nothing, and what can be undone stays what it was.
    if (!same(before, after)) [this.before, this.after] = [before, after];
    this.undo.hidden = this.before === null;
    return this.say("copy_restored");
  }

  // What was written after restoring is worth more than going back.
  takeBack() {
    const untouched = same(this.subject.now(), this.after);
    if (untouched) this.subject.replace(this.before);
    this.file.focus();
    this.undo.hidden = true;
    this.say(untouched ? "copy_undone" : "copy_stays");
  }
}
