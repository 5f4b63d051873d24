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

function answersOf(parts) {
  const answers = {};
  for (const { item, field } of parts) {
    const value = field.get();
    if (value !== undefined) answers[item.id] = value;
  }
  return answers;
}

// What goes with each text that is shared: under which notice, and whether it may be quoted.
function detailsOf(parts) {
  const details = parts.map(({ item, field }) => [item.id, field.details]);
  return Object.fromEntries(details.filter(([, found]) => found !== undefined));
}

function fill(parts, answers) {
  for (const { item, field } of parts) {
    const value = own(answers, item.id);
    const wanted = value !== undefined && field.fits(value) ? value : undefined;
    if (!same(field.get(), wanted)) field.set(wanted);
  }
}

// What was kept under a question that is no longer there, or that it no longer fits: it is carried along, so that an
// edited week file costs nobody a word.
function carried(parts, kept) {
  return Object.fromEntries(Object.entries(kept ?? {}).filter(([name, value]) => {
    const part = parts.find(({ item }) => item.id === name);
    return !part || !part.field.fits(value);
  }));
}

class Sending {
  constructor(id, words, send, takeBack) {
    this.words = words;
    this.line = statusLine("kit-form-status");
    this.button = button({ class: "kit-form-send", id: `${id}-send`, onclick: send });
    const quiet = { class: "kit-form-quiet", id: `${id}-back`, onclick: takeBack, hidden: true };
    this.back = button(quiet, words("take_back"));
    const buttons = element("div", { class: "kit-form-buttons" }, this.button, this.back);
    this.node = element("div", { class: "kit-form-sending" }, buttons, this.line.node);
  }

  show({ state, sentence }, changed, sent) {
    const closed = state === "closed";
    this.line.say(state, this.words(`title_${state}`), [sentence, changed].filter(Boolean).join(" "));
    this.button.textContent = this.words(sent ? "send_again" : "send");
    this.button.hidden = closed;
    this.back.hidden = !sent || closed;
  }
}

class ExerciseForm {
  constructor(spec, carrier) {
    Object.assign(this, { spec, carrier });
    this.id = uniquePrefix();
    this.words = wording(spec);
    this.kept = new Keeper(spec);
    this.bus = new Bus(this.kept);
    this.notice = "";
    this.announcer = element("p", { class: "kit-form-unseen", role: "status" });
    this.unkept = element("p", { class: "kit-form-unkept", role: "alert" }, this.words("not_kept"));
    const { storage } = this.kept;
    const wanted = (name) => this.kept.isAside(name) || carrier.isAside(name);
    this.aside = new AsideNote({ id: this.id, words: this.words, storage, wanted });
    this.onKept = () => this.refresh();
    this.onStorage = ({ key }) => this.outbox.outbox.holds(key) && this.refresh();
    const address = { week: spec.week, exercise: spec.exercise.id };
    this.outbox = new ExerciseOutbox({ outbox: new Outbox(storage), carrier, words: this.words, ...address });
    this.items = spec.exercise.items.map((item, index) => this.makeItem(item, `${this.id}-item-${index}`));
    this.group = this.items.filter(({ item }) => item && item.share === "group");
    this.mine = this.items.filter(({ item }) => item && item.share === "private");
    this.node = this.frame();
  }

  makeItem(item, id) {
    if (item.share === "spoken") return { node: spokenItem(item, id) };
    const announce = (text) => (this.announcer.textContent = text);
    const sharing = { carrier: this.carrier, kept: this.kept, live: this.spec.place === "page" };
    return new AnsweredItem(item, id, { changed: () => this.keep(item), words: this.words, announce, sharing });
  }

  frame() {
    const { spec, group, mine, id, words } = this;
    const form = element("form", { class: "kit-form-fields", novalidate: true, autocomplete: "off" });
    if (group.length) form.append(element("p", { class: "kit-form-passing" }, words("passing")));
    form.append(...this.items.map(({ node }) => node), this.unkept, this.aside.node);
    this.copying = mine.length ? this.copies() : null;
    if (this.copying) form.append(this.copying.node);
    if (group.length) {
      this.sending = new Sending(id, words, () => this.send(), () => this.takeBack());
      form.append(this.sending.node);
    }
    form.append(this.announcer);
    calmTheHost(form);
    watchForHelp(form, words, words("help_safety"));
    return pageOf(spec, [form]);
  }

  copies() {
    const { spec, mine, id, words } = this;
    const { week, exercise } = spec;
    const replace = (answers) => {
      fill(mine, answers);
      this.keep(mine[0].item, carried(mine, answers));
    };
    const written = new Set(mine.filter((part) => part.isText).map(({ item }) => item.id));
    const both = (answers) => bothNamed(answersOf(mine), answers, { between: words("from_copy"), written });
    const answered = ({ item }, answers) => own(answers, item.id) !== undefined;
    return new Copies({
      of: { week, exercise: exercise.id }, by: () => this.kept.mark, title: exercise.title, file: `week-${week}-${exercise.id}`, id, words,
      lines: (answers) => mine.filter((part) => answered(part, answers))
        .map(({ item, field }) => `${item.prompt}\n\n${field.show(answers[item.id])}\n`),
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

  // Another copy of this form, in this window or another, said something.
  hear(detail) {
    this.carrier.hear(detail);
    this.refresh();
  }

  keep(item, more = {}) {
    if (item.share === "private") {
      this.kept.write("private", { ...carried(this.mine, this.kept.read("private")), ...more, ...answersOf(this.mine) });
    } else this.kept.write("draft", answersOf(this.group));
    this.notice = "";
    this.bus.tell({ what: "kept" });
    this.refresh();
  }

  refresh() {
    for (const [node, whereNothingIs] of [[this.unkept, true], ...(this.copying?.about ?? [])]) {
      node.hidden = whereNothingIs !== keepsNothing();
    }
    const { known, sent: before } = this.outbox;
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

  changedWords(before) {
    if (!before) return "";
    const count = this.group.filter(({ item, field }) => !same(field.get(), own(before, item.id))).length;
    if (!count) return "";
    return count === 1 ? this.words("changed_one") : this.words("changed_many", { count });
  }

  // What speaks against sending, as the name of a sentence.
  objection(answers, shared) {
    const { outbox } = this;
    if (this.group.some(({ field }) => field.tooLong)) return "shorten";
    if (outbox.pending) return "";
    if (!Object.keys(answers).length && !outbox.sent) return "passed_all";
    const settled = ["device", "received"].includes(outbox.standing().state);
    const again = same(answers, outbox.sent) && same(shared, outbox.known.shared ?? {});
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
    this.sending.button.focus();
    this.dispatch({}, {});
  }

  dispatch(answers, shared) {
    this.outbox.send(answers, shared);
    this.bus.tell({ what: "kept" });
    this.refresh();
  }
}

function pageOf(spec, children) {
  const { title, intro } = spec.exercise;
  const head = [element(`h${spec.heading}`, { class: "kit-form-title" }, title)];
  if (intro) head.push(element("p", { class: "kit-form-intro" }, intro));
  return element("div", { class: "kit-form" }, element("div", { class: "kit-form-page" }, ...head, ...children));
}

// With nothing to fill in there is no form: only what is asked aloud.
function spokenPage(spec) {
  const id = uniquePrefix();
  return pageOf(spec, spec.exercise.items.map((item, index) => spokenItem(item, `${id}-item-${index}`)));
}

// The form of "spec", whose answers "carrier" takes to whoever stores them. Returns what closes it again.
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
