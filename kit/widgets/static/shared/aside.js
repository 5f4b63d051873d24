// The note beside a form of what was kept and can no longer be read: told, and shown as the text it is.

import { button, control, download, element, once } from "./dom.js";

// What is set aside in "storage" under names that "wanted" says yes to: to copy, to save as a file, and to remove,
// which can be undone.
export class AsideNote {
  /** @param {{ id: string, words: Kit.Words, storage: Kit.Storage, wanted: (name: string) => boolean }} about */
  constructor({ id, words, storage, wanted }) {
    this.words = words;
    this.storage = storage;
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
    return this.storage.asides(this.wanted).map(([, text]) => text);
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
    download("as-it-was-found.txt", `${this.texts.join("\n\n")}\n`);
  }

  toggle() {
    const { storage } = this;
    const there = storage.asides(this.wanted);
    for (const [name] of there) storage.dropAside(name);
    if (!there.length) for (const [name, text] of this.gone) storage.bringBackAside(name, text);
    this.gone = there;
    this.show();
  }
}
