// What a form or table takes for anywidget's model: here the page stands behind it, and no kernel.

import { ask } from "./net.js";

export class Model {
  constructor(spec, said) {
    Object.assign(this, { spec, said, listeners: new Set() });
  }

  get(name) {
    return name === "spec" ? this.spec : undefined;
  }

  on(name, listener) {
    if (name === "msg:custom") this.listeners.add(listener);
  }

  off(_, listener) {
    this.listeners.delete(listener);
  }

  send(message) {
    queueMicrotask(() => this.said(message, this));
  }

  tell(message) {
    for (const listener of this.listeners) listener(message, []);
  }
}

// How long a form may say "on its way" before it says that the answers wait here.
const QUICK = 2000;

// One exercise on the page: its form, and what the form is told.
export class Place {
  constructor({ spec, el, form, box, page }) {
    Object.assign(this, { spec, el, form, box, page, answered: false, sendingSince: 0 });
    this.week = spec.week;
    this.id = spec.exercise.id;
    this.model = new Model(spec, (message) => this.hear(message));
  }

  show() {
    if (this.shown) return;
    this.shown = true;
    this.el.replaceChildren();
    this.form.render({ model: this.model, el: this.el });
  }

  hear(message) {
    if (message.type === "hello") this.greeted = true;
    if (message.type === "preview") return void this.preview(message);
    if (message.type === "submit") this.submit(message);
    return void this.tell();
  }

  // The text goes to be masked and comes back; neither side keeps it.
  async preview({ ask: number, item, text }) {
    const reply = await ask("POST", "/api/texts/preview", { week: this.week, exercise: this.id, item, text });
    const { text: masked, parts, version, say = "" } = reply.body;
    const found = reply.status === 200 ? { text: masked, parts, version } : { problem: say };
    this.model.tell({ type: "preview", ask: number, ...found });
  }

  submit({ id, revision, answers, shared }) {
    const due = this.box.unsent(this.week, this.id);
    if (due?.id === id && !due.problem) return void this.box.flush();
    this.sendingSince = Date.now();
    setTimeout(() => this.tell(), QUICK);
    const { session } = this.page.data;
    this.box.put({ id, week: this.week, exercise: this.id, revision, answers, shared, session });
  }

  // A form hears nothing before it is known what the host has, unless the browser remembers it.
  tell() {
    if (!this.greeted) return;
    const due = this.box.unsent(this.week, this.id);
    const has = this.box.received(this.week, this.id);
    const closed = this.page.isClosed(this.id);
    if (due && !due.problem && !closed && this.isQuick()) return;
    if (!due && !has && !this.box.reconciled) return;
    this.model.tell({ type: "state", closed, problem: null, ...this.standing(due, has, closed) });
  }

  isQuick() {
    return !this.box.line.fault && !this.box.held && Date.now() - this.sendingSince < QUICK - 50;
  }

  // A form listens only to what is at least as new as what it knows, a refusal among it.
  standing(due, has, closed) {
    const revision = Math.max(due?.revision ?? 0, has?.revision ?? 0);
    const base = { id: null, answers: null, shared: {}, state: "none", sentence: "" };
    const known = { ...base, ...has, state: has ? "received" : "none", sentence: this.told(has), revision };
    if (closed) return { ...known, state: "closed", sentence: this.closedWords(due, has) };
    if (!due) return known;
    if (due.problem) return { ...known, problem: { id: due.id, sentence: this.notTaken(due), keep: false } };
    const { id, answers, shared } = due;
    return { id, revision, answers, shared, state: "device", sentence: this.waits(due) };
  }

  // What is true of answers here for this person, where it is not what a form says by itself.
  told(has) {
    const { page } = this;
    const missed = page.late[this.id];
    if (missed) return page.words(this.lateName(missed, has?.answers));
    if (page.isRevealed(this.id)) return page.words("again");
    return has?.elsewhere ? page.words("elsewhere") : "";
  }

  // Of somebody who joined after a result here: what can still be counted or shown, and what of theirs that is. Without
  // a name where they answered nothing that comes too late.
  lateName(missed, sent) {
    const late = ({ id }) => missed.includes(id);
    const text = ({ control }) => control === "shared";
    const counts = (item) => !late(item) && !text(item);
    const asked = this.spec.exercise.items.filter(({ share }) => share === "group");
    if (!sent) return asked.some(counts) ? "late_part" : asked.some(text) ? "late_text" : "late_all";
    const said = asked.filter(({ id }) => Object.hasOwn(sent, id));
    if (!said.some(late)) return "";
    if (said.some(counts)) return "late_part_sent";
    if (said.some(text)) return "late_text_sent";
    return asked.some(counts) ? "late_rest_sent" : "late_all_sent";
  }

  closedWords(due, has) {
    if (this.page.other) return this.page.words("over_closed");
    if (due) return due.problem ? this.notTaken(due) : this.page.words("closed_waiting");
    return this.page.words(has ? "closed_sent" : "closed_none");
  }

  // The host says why; where the answers are, only this browser knows.
  notTaken({ problem }) {
    return `${problem} ${this.page.words("still_here")}`;
  }

  waits(due) {
    if (due.again && !this.box.line.fault) return this.page.words("waits_again");
    return due.early ? this.page.words("waits_opening") : this.box.line.waiting;
  }
}
