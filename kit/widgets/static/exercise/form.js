// An exercise as a form: drafts kept on every change, group answers sent, private ones kept here alone.

import { AsideNote } from "../shared/aside.js";
import { bothNamed } from "../shared/both.js";
import { Bus } from "../shared/bus.js";
import { Copies } from "../shared/copies.js";
import { isNamed } from "../shared/copy_text.js";
import {
  button, calmTheHost, control, element, keepsNothing, own, same, uniquePrefix, wording,
} from "../shared/dom.js";
import { watchForHelp } from "../shared/help.js";
import { ExerciseOutbox, Outbox } from "../shared/outbox.js";
import { statusLine } from "../shared/status.js";
import { Keeper, isObject } from "../shared/storage.js";
import { AnsweredItem, spokenItem, travelMark } from "./items.js";

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

// What most of the questions for the group say of how far an answer travels. It stands once, above them.
/** @param {Kit.Item[]} items @param {string} id */
function saidAbove(items, id) {
  const said = items.filter(({ share }) => share === "group").map(({ travels }) => travels);
  const times = (/** @type {string} */ sentence) => said.filter((one) => one === sentence).length;
  const travels = said.reduce((most, one) => (times(one) > times(most) ? one : most), said[0] ?? "");
  return { id, travels };
}

// The questions that were passed on, and whether it was said of all of them by sending.
/** @param {unknown} value @returns {value is { items: string[], whole: boolean }} */
function isPassed(value) {
  return isObject(value) && Array.isArray(value.items);
}

class Sending {
  /**
   * @param {string} id
   * @param {Kit.Words} words
   * @param {{ send: () => void, change: () => void, takeBack: () => void }} does
   */
  constructor(id, words, { send, change, takeBack }) {
    this.words = words;
    this.line = statusLine("kit-form-status");
    this.button = button({ class: "kit-form-send", id: `${id}-send`, onclick: send });
    const quiet = { class: "kit-form-quiet", hidden: true };
    this.change = button({ ...quiet, class: "kit-form-quiet kit-form-change", id: `${id}-change`, onclick: change });
    this.back = button({ ...quiet, id: `${id}-back`, onclick: takeBack }, words("take_back"));
    const buttons = element("div", { class: "kit-form-buttons" }, this.button, this.change, this.back);
    this.node = element("div", { class: "kit-form-sending" }, buttons, this.line.node);
  }

  /**
   * @param {{ state: string, sentence: string }} standing
   * @param {string} changed
   * @param {{ sent: boolean, folded: boolean }} how
   */
  show({ state, sentence }, changed, { sent, folded }) {
    const closed = state === "closed";
    const said = folded && sentence === this.words("says_received") ? this.words("look_up") : sentence;
    this.line.say(state, this.words(`title_${state}`), [said, changed].filter(Boolean).join(" "));
    this.button.textContent = this.words(sent ? "send_again" : "send");
    this.button.hidden = closed || folded;
    this.change.textContent = closed ? this.words("look") : this.words("change");
    this.change.hidden = !folded;
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
    // Where its place wants that, what has been sent folds to one line, until somebody wants to change it.
    this.folds = carrier.folded !== undefined;
    this.folded = false;
    this.changing = false;
    this.passedAll = false;
    this.above = saidAbove(spec.exercise.items, `${this.id}-above`);
    /** @type {AnsweredItem[]} */
    this.items = [];
    const nodes = spec.exercise.items.map((item, index) => this.itemNode(item, `${this.id}-item-${index}`));
    this.group = this.items.filter(({ item }) => item.share === "group");
    this.mine = this.items.filter(({ item }) => item.share === "private");
    this.copying = this.mine.length ? this.copies() : null;
    const does = { send: () => this.send(), change: () => this.change(), takeBack: () => this.takeBack() };
    // Whoever facilitates reads it, and answers nothing here.
    this.sending = this.group.length && !spec.preview ? new Sending(this.id, this.words, does) : null;
    this.node = this.frame(nodes);
  }

  /** @param {Kit.Item} item @param {string} id */
  itemNode(item, id) {
    if (item.share === "spoken") return spokenItem(item, id);
    const announce = (/** @type {string} */ text) => void (this.announcer.textContent = text);
    const sharing = { carrier: this.carrier, kept: this.kept };
    const changed = () => this.keep(item);
    const { words, above } = this;
    const answered = new AnsweredItem(item, id, { changed, words, announce, sharing, above });
    this.items.push(answered);
    return answered.node;
  }

  /** @param {HTMLElement[]} items */
  frame(items) {
    const { spec, words, copying, sending } = this;
    const form = element("form", { class: "kit-form-fields", novalidate: true, autocomplete: "off" });
    if (spec.preview) form.append(element("p", { class: "kit-form-passing" }, words("preview")));
    if (sending || spec.preview) form.append(this.lead());
    const parts = [...items, this.unkept, this.aside.node, copying?.node, sending?.node, this.announcer];
    form.append(...parts.filter((part) => part !== undefined));
    calmTheHost(form);
    watchForHelp(form, words, words("help_safety"));
    return pageOf(spec, [form]);
  }

  // What is true of all questions for the group: how far an answer travels, and that each can be passed on, where no
  // button says so.
  lead() {
    const { id, travels } = this.above;
    const said = this.group.every(({ canPass }) => canPass) ? null : this.words("passing");
    return element("div", { class: "kit-form-lead" },
      said === null ? null : element("p", { class: "kit-form-passing" }, said),
      travelMark({ share: "group", travels }, id));
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
    } else {
      this.kept.write("draft", answersOf(this.group));
      this.keepPassed(false);
    }
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
    const passed = this.kept.read("passed", isPassed);
    for (const part of this.group) part.passed = passed?.items.includes(part.item.id) ?? false;
    this.passedAll = passed?.whole === true;
    for (const part of this.mine) part.show(null);
    for (const part of this.group) {
      part.field.know?.(own(known.shared, part.item.id));
      part.close(closed);
      part.show(before);
    }
    if (!this.sending) return;
    const changed = this.changedWords(before);
    this.fold(this.isDone(changed));
    const noted = this.noted(before !== null || closed);
    const how = { sent: before !== null, folded: this.folded };
    this.sending.show(noted ?? this.outbox.standing(), noted ? "" : changed, how);
  }

  // What is said instead of where the answers are; null where there is nothing.
  /** @param {boolean} settled */
  noted(settled) {
    if (this.passedAll && !settled) return { state: "passed", sentence: this.words("passed_all") };
    return this.notice ? { state: "note", sentence: this.notice } : null;
  }

  // Whether there is nothing left to do here: what stands in the form is what was sent, or all of it was passed on.
  /** @param {string} changed */
  isDone(changed) {
    if (!this.folds || this.changing) return false;
    const { pending, sent } = this.outbox;
    const { state } = this.outbox.standing();
    if (state === "closed") return !this.isWriting;
    if (pending) return state !== "problem" && !this.changedWords(asGiven(this.group, pending.answers));
    if (sent) return !changed && ["device", "received"].includes(state);
    return state === "none" && this.passedAll;
  }

  // What somebody writes for themselves goes on while the exercise is closed.
  get isWriting() {
    return this.mine.some(({ node }) => node.contains(document.activeElement));
  }

  // Whoever pressed a button that goes is taken to what stands in its place.
  /** @param {boolean} folded */
  fold(folded) {
    if (folded === this.folded) return;
    this.folded = folded;
    const held = this.node.contains(document.activeElement);
    this.node.firstElementChild?.classList.toggle("kit-form-folded", folded);
    this.carrier.folded?.(folded);
    if (held && folded && this.node.contains(document.activeElement)) this.head?.focus();
  }

  get head() {
    return /** @type {HTMLElement | null} */ (this.node.querySelector(".kit-form-title"));
  }

  change() {
    this.changing = true;
    this.refresh();
    this.head?.focus();
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
    this.changing = this.changing && objection === "shorten";
    if (objection === "passed_all") this.passAll();
    if (objection) this.refresh();
    else this.dispatch(answers, shared);
    const tooLong = this.group.find(({ field }) => field.tooLong);
    if (tooLong) tooLong.field.first.focus();
  }

  // Sending nothing is passing on everything, and looks so.
  passAll() {
    for (const part of this.group) part.passed = part.canPass;
    this.keepPassed(true);
  }

  /** @param {boolean} whole */
  keepPassed(whole) {
    const passed = this.group.filter((part) => part.passed && part.field.get() === undefined);
    if (passed.length || whole) this.kept.write("passed", { items: passed.map(({ item }) => item.id), whole });
    else this.kept.forget("passed");
  }

  takeBack() {
    this.notice = "";
    this.changing = true;
    this.refresh();
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
  const head = [control(`h${spec.heading}`, { class: "kit-form-title", tabindex: "-1" }, title)];
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
