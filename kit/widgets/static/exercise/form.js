// An exercise as a form: drafts kept on every change, group answers sent, private ones kept here alone.

import { AsideNote } from "../shared/aside.js";
import { bothNamed } from "../shared/both.js";
import { Bus } from "../shared/bus.js";
import { Copies } from "../shared/copies.js";
import { isNamed } from "../shared/copy_text.js";
import { button, calmTheHost, element, keepsNothing, own, same, uniquePrefix, wording } from "../shared/dom.js";
import { watchForHelp } from "../shared/help.js";
import { ExerciseOutbox, Outbox } from "../shared/outbox.js";
import { statusLine } from "../shared/status.js";
import { Keeper } from "../shared/storage.js";
import { AnsweredItem, spokenItem } from "./items.js";

/** @param {AnsweredItem[]} parts */
function answersOf(parts) {
  /** @type {Kit.Answers} */
  const answers = {};
  for (const { item, field } of parts) {
    const value = field.get();
    if (value !== undefined) answers[item.id] = value;
  }
  return answers;
}

// What goes with each text that is shared: under which notice, and whether it may be quoted.
/** @param {AnsweredItem[]} parts */
function detailsOf(parts) {
  /** @type {Kit.Agreements} */
  const details = {};
  for (const { item, field } of parts) if (field.details) details[item.id] = field.details;
  return details;
}

/** @param {AnsweredItem[]} parts @param {Kit.Answers | null} answers */
function fill(parts, answers) {
  for (const { item, field } of parts) {
    const wanted = field.known(own(answers, item.id));
    if (!same(field.get(), wanted)) field.set(wanted);
  }
}

// What was kept under a question that is no longer there, or that it no longer fits: it is carried along, so that an
// edited week file costs nobody a word.
/** @param {AnsweredItem[]} parts @param {Kit.Answers | null} kept @returns {Kit.Answers} */
function carried(parts, kept) {
  return Object.fromEntries(Object.entries(kept ?? {}).filter(([name, value]) => {
    const part = parts.find(({ item }) => item.id === name);
    return !part || part.field.known(value) === undefined;
  }));
}

// Kept answers as the form gives them itself: an option by its id, however it was called when it was chosen.
/** @template {Kit.Answers | null} A @param {AnsweredItem[]} parts @param {A} kept @returns {A} */
function asGiven(parts, kept) {
  if (kept === null) return kept;
  return /** @type {A} */ (Object.fromEntries(Object.entries(kept).map(([name, value]) => {
    const part = parts.find(({ item }) => item.id === name);
    return [name, part?.field.known(value) ?? value];
  })));
}

class Sending {
  /** @param {string} id @param {Kit.Words} words @param {() => void} send @param {() => void} takeBack */
  constructor(id, words, send, takeBack) {
    this.words = words;
    this.line = statusLine("kit-form-status");
    this.button = button({ class: "kit-form-send", id: `${id}-send`, onclick: send });
    const quiet = { class: "kit-form-quiet", id: `${id}-back`, onclick: takeBack, hidden: true };
    this.back = button(quiet, words("take_back"));
    const buttons = element("div", { class: "kit-form-buttons" }, this.button, this.back);
    this.node = element("div", { class: "kit-form-sending" }, buttons, this.line.node);
  }

  /** @param {{ state: string, sentence: string }} standing @param {string} changed @param {boolean} sent */
  show({ state, sentence }, changed, sent) {
    const closed = state === "closed";
    this.line.say(state, this.words(`title_${state}`), [sentence, changed].filter(Boolean).join(" "));
    this.button.textContent = this.words(sent ? "send_again" : "send");
    this.button.hidden = closed;
    this.back.hidden = !sent || closed;
  }
}

class ExerciseForm {
  /** @param {Kit.ExerciseSpec} spec @param {Kit.Carrier} carrier */
  constructor(spec, carrier) {
    this.spec = spec;
    this.carrier = carrier;
    this.id = uniquePrefix();
    this.words = wording(spec);
    this.kept = new Keeper(spec);
    this.bus = new Bus(this.kept);
    this.notice = "";
    this.announcer = element("p", { class: "kit-form-unseen", role: "status" });
    this.unkept = element("p", { class: "kit-form-unkept", role: "alert" }, this.words("not_kept"));
    const { storage } = this.kept;
    const wanted = (/** @type {string} */ name) => this.kept.isAside(name) || carrier.isAside(name);
    this.aside = new AsideNote({ id: this.id, words: this.words, storage, wanted });
    this.onKept = () => this.refresh();
    this.onStorage = (/** @type {StorageEvent} */ { key }) => this.outbox.outbox.holds(key) && this.refresh();
    const address = { week: spec.week, exercise: spec.exercise.id };
    this.outbox = new ExerciseOutbox({ outbox: new Outbox(storage), carrier, words: this.words, ...address });
    /** @type {AnsweredItem[]} */
    this.items = [];
    const nodes = spec.exercise.items.map((item, index) => this.itemNode(item, `${this.id}-item-${index}`));
    this.group = this.items.filter(({ item }) => item.share === "group");
    this.mine = this.items.filter(({ item }) => item.share === "private");
    this.copying = this.mine.length ? this.copies() : null;
    const [send, takeBack] = [() => this.send(), () => this.takeBack()];
    // Whoever facilitates reads it, and answers nothing here.
    this.sending = this.group.length && !spec.preview ? new Sending(this.id, this.words, send, takeBack) : null;
    this.node = this.frame(nodes);
  }

  /** @param {Kit.Item} item @param {string} id */
  itemNode(item, id) {
    if (item.share === "spoken") return spokenItem(item, id);
    const announce = (/** @type {string} */ text) => void (this.announcer.textContent = text);
    const sharing = { carrier: this.carrier, kept: this.kept, live: this.spec.place === "page" };
    const changed = () => this.keep(item);
    const answered = new AnsweredItem(item, id, { changed, words: this.words, announce, sharing });
    this.items.push(answered);
    return answered.node;
  }

  /** @param {HTMLElement[]} items */
  frame(items) {
    const { spec, words, copying, sending } = this;
    const form = element("form", { class: "kit-form-fields", novalidate: true, autocomplete: "off" });
    if (spec.preview) form.append(element("p", { class: "kit-form-passing" }, words("preview")));
    if (sending) form.append(element("p", { class: "kit-form-passing" }, words("passing")));
    const parts = [...items, this.unkept, this.aside.node, copying?.node, sending?.node, this.announcer];
    form.append(...parts.filter((part) => part !== undefined));
    calmTheHost(form);
    watchForHelp(form, words, words("help_safety"));
    return pageOf(spec, [form]);
  }

  copies() {
    const { spec, mine, id, words } = this;
    const { week, exercise } = spec;
    const replace = (/** @type {Kit.Answers} */ answers) => {
      fill(mine, answers);
      this.keep(mine[0].item, carried(mine, answers));
    };
    const written = new Set(mine.filter((part) => part.isText).map(({ item }) => item.id));
    const how = { between: words("from_copy"), written };
    const both = (/** @type {Kit.Answers} */ answers) => bothNamed(answersOf(mine), asGiven(mine, answers), how);
    const told = (/** @type {Kit.Answers} */ answers) => mine.filter(({ item }) => own(answers, item.id) !== undefined);
    return new Copies({
      of: { week, exercise: exercise.id },
      by: () => this.kept.mark,
      title: exercise.title,
      file: `week-${week}-${exercise.id}`,
      id,
      words,
      lines: (answers) =>
        told(answers).map(({ item, field }) => `${item.prompt}\n\n${field.show(answers[item.id])}\n`),
      fits: isNamed,
      aside: () => this.aside.texts,
      now: () => (mine.some(({ field }) => field.get() !== undefined) ? answersOf(mine) : null),
      restore: (answers) => replace(both(answers)),
      replace: (answers) => replace(answers ?? {}),
    });
  }

  open() {
    window.addEventListener("kit-kept", this.onKept);
    window.addEventListener("storage", this.onStorage);
    this.bus.listen((detail) => this.hear(detail));
    if (this.group.length) {
      this.outbox.takeOver(this.kept);
      this.carrier.open({ queue: this.outbox, bus: this.bus, changed: () => this.refresh() });
    }
    this.refresh();
  }

  close() {
    window.removeEventListener("kit-kept", this.onKept);
    window.removeEventListener("storage", this.onStorage);
    this.bus.stop();
    this.carrier.close();
  }

  // What was sent last, as the form gives it.
  get sent() {
    return asGiven(this.group, this.outbox.sent);
  }

  // Another copy of this form, in this window or another, said something.
  /** @param {Kit.Told} detail */
  hear(detail) {
    this.carrier.hear(detail);
    this.refresh();
  }

  /** @param {Kit.Item} item @param {Kit.Answers} more */
  keep(item, more = {}) {
    if (item.share === "private") {
      const before = carried(this.mine, this.kept.read("private"));
      this.kept.write("private", { ...before, ...more, ...answersOf(this.mine) });
    } else this.kept.write("draft", answersOf(this.group));
    this.notice = "";
    this.bus.tell({ what: "kept" });
    this.refresh();
  }

  refresh() {
    this.unkept.hidden = !keepsNothing();
    for (const [node, whereNothingIs] of this.copying?.about ?? []) node.hidden = whereNothingIs !== keepsNothing();
    const { known } = this.outbox;
    const before = this.sent;
    const { closed } = known;
    this.aside.show();
    for (const { field } of this.group) field.recall?.();
    fill(this.mine, this.kept.read("private"));
    fill(this.group, (closed && before) || (this.kept.read("draft") ?? before));
    for (const part of this.mine) part.show(null);
    for (const part of this.group) {
      part.field.know?.(own(known.shared, part.item.id));
      part.close(closed);
      part.show(before);
    }
    if (!this.sending) return;
    const standing = this.notice ? { state: "note", sentence: this.notice } : this.outbox.standing();
    this.sending.show(standing, this.notice ? "" : this.changedWords(before), before !== null);
  }

  /** @param {Kit.Answers | null} before */
  changedWords(before) {
    if (!before) return "";
    const count = this.group.filter(({ item, field }) => !same(field.get(), own(before, item.id))).length;
    if (!count) return "";
    return count === 1 ? this.words("changed_one") : this.words("changed_many", { count });
  }

  // What speaks against sending, as the name of a sentence.
  /** @param {Kit.Answers} answers @param {Kit.Agreements} shared */
  objection(answers, shared) {
    const { outbox } = this;
    if (this.group.some(({ field }) => field.tooLong)) return "shorten";
    if (outbox.pending) return "";
    if (!Object.keys(answers).length && !this.sent) return "passed_all";
    const settled = ["device", "received"].includes(outbox.standing().state);
    const again = same(answers, this.sent) && same(shared, outbox.known.shared ?? {});
    return settled && again ? "same" : "";
  }

  send() {
    const [answers, shared] = [answersOf(this.group), detailsOf(this.group)];
    const objection = this.objection(answers, shared);
    this.notice = objection ? this.words(objection) : "";
    if (objection) this.refresh();
    else this.dispatch(answers, shared);
    const tooLong = this.group.find(({ field }) => field.tooLong);
    if (tooLong) tooLong.field.first.focus();
  }

  takeBack() {
    this.notice = "";
    this.sending?.button.focus();
    this.dispatch({}, {});
  }

  /** @param {Kit.Answers} answers @param {Kit.Agreements} shared */
  dispatch(answers, shared) {
    this.outbox.send(answers, shared);
    this.bus.tell({ what: "kept" });
    this.refresh();
  }
}

/** @param {Kit.ExerciseSpec} spec @param {HTMLElement[]} children */
function pageOf(spec, children) {
  const { title, intro } = spec.exercise;
  const head = [element(`h${spec.heading}`, { class: "kit-form-title" }, title)];
  if (intro) head.push(element("p", { class: "kit-form-intro" }, intro));
  return element("div", { class: "kit-form" }, element("div", { class: "kit-form-page" }, ...head, ...children));
}

// With nothing to fill in there is no form: only what is asked aloud.
/** @param {Kit.ExerciseSpec} spec */
function spokenPage(spec) {
  const id = uniquePrefix();
  return pageOf(spec, spec.exercise.items.map((item, index) => spokenItem(item, `${id}-item-${index}`)));
}

// The form of "spec", whose answers "carrier" takes to whoever stores them. Returns what closes it again.
/** @param {Kit.ExerciseSpec} spec @param {Kit.Carrier} carrier @param {HTMLElement} el */
export function showForm(spec, carrier, el) {
  if (spec.exercise.items.every((item) => item.share === "spoken")) {
    el.append(spokenPage(spec));
    return undefined;
  }
  const form = new ExerciseForm(spec, carrier);
  el.append(form.node);
  form.open();
  return () => form.close();
}
