// One item on the form: what is asked, its control, how far the answer travels, and the way to take it back.

import { button, element, icon, onlyRead, own, same } from "../shared/dom.js";
import { PickAny, PickOne, Ranking, Writing } from "./fields.js";
import { Sharing } from "./sharing.js";

// How far an answer travels: under each question, or once above all that travel alike.
/** @param {Pick<Kit.Asked, "share" | "travels">} item @param {string} id */
export function travelMark(item, id) {
  const text = element("span", { id: `${id}-travel` }, item.travels);
  return element("span", { class: "kit-form-travel" }, icon(item.share), text);
}

/** @param {Kit.Asked} item @param {string} id */
export function spokenItem(item, id) {
  return element(
    "div",
    { class: "kit-form-item", "data-share": "spoken" },
    element("p", { class: "kit-form-prompt" }, item.prompt),
    item.help ? element("p", { class: "kit-form-help" }, item.help) : null,
    element("div", { class: "kit-form-foot" }, travelMark(item, id)),
  );
}

// Where passing stands among what can be picked; an order has no such place.
/** @param {HTMLElement} node */
function picksOf(node) {
  return node.matches(".kit-form-picks, .kit-form-options") ? node : null;
}

/** @param {Kit.Item} item @param {string} id @param {Kit.Answering} how @returns {Kit.ItemField} */
function fieldOf(item, id, { changed, words, announce, sharing }) {
  const act = () => changed(item);
  switch (item.control) {
    case "one": return new PickOne(item, id, act);
    case "any": return new PickAny(item, id, act, words);
    case "order": return new Ranking(item, id, act, words, announce);
    case "text": return new Writing(item, id, act, words);
    case "shared": return new Sharing(item, id, act, words, announce, sharing);
  }
}

export class AnsweredItem {
  /** @param {Kit.Item} item @param {string} id @param {Kit.Answering} how */
  constructor(item, id, how) {
    const { changed, words, announce, above } = how;
    this.item = item;
    this.id = id;
    // Where it is said how far this answer travels: above, or here.
    this.above = item.travels === above.travels ? above.id : "";
    this.changed = changed;
    this.words = words;
    this.announce = announce;
    this.closed = false;
    this.field = fieldOf(item, id, how);
    this.sent = element("span", { class: "kit-form-sent", hidden: true });
    this.clear = button(
      { class: "kit-form-quiet kit-form-clear", id: `${id}-clear`, onclick: () => this.takeBack() },
      words("clear"),
      onlyRead(` ${words("clear_what", { prompt: item.prompt })}`),
    );
    // An answer like the others, but that it is not sent. A text is passed on by leaving it, or by not sharing it.
    this.passed = false;
    this.pass = button(
      { class: "kit-form-pass", id: `${id}-pass`, "aria-pressed": "false", onclick: () => this.togglePass() },
      words("pass"),
      onlyRead(` ${words("pass_what", { prompt: item.prompt })}`),
    );
    this.node = this.frame();
  }

  get canPass() {
    return this.item.share === "group" && !this.isText;
  }

  get isText() {
    return ["text", "shared"].includes(this.item.control);
  }

  // A text has one control, so its prompt is that control's label; all others are a group with a legend.
  frame() {
    const { item, id } = this;
    const about = element("p", { class: "kit-form-help", id: `${id}-about`, hidden: !item.help }, item.help);
    const mark = this.above ? null : travelMark(item, id);
    const picks = this.canPass ? picksOf(this.field.node) : null;
    picks?.append(this.pass);
    const last = this.canPass ? (picks ? null : this.pass) : this.clear;
    const foot = element("div", { class: "kit-form-foot" }, mark, this.sent, last);
    const attributes = { class: "kit-form-item", "data-share": item.share, "data-item": item.id };
    if (this.isText) {
      const label = element("label", { class: "kit-form-prompt", for: id }, item.prompt);
      return element("div", attributes, label, about, this.field.node, foot);
    }
    const described = { ...attributes, "aria-describedby": `${id}-about ${this.above || id}-travel` };
    const legend = element("legend", { class: "kit-form-prompt" }, item.prompt);
    return element("fieldset", described, legend, about, this.field.node, foot);
  }

  takeBack() {
    this.field.set(undefined);
    this.changed(this.item);
    this.field.first.focus();
    this.announce(this.words("cleared"));
  }

  togglePass() {
    this.passed = !this.passed;
    if (this.passed) this.field.set(undefined);
    this.changed(this.item);
    this.announce(this.passed ? this.words("passed") : this.words("unpassed"));
  }

  // What was sent stands beside what is in the form wherever the two differ.
  /** @param {Kit.Answers | null} before */
  show(before) {
    const now = this.field.get();
    this.passed &&= now === undefined;
    this.pass.setAttribute("aria-pressed", String(this.passed));
    this.pass.hidden = this.closed && !this.passed;
    this.clear.hidden = now === undefined || this.closed;
    this.sent.hidden = before === null || same(now, own(before, this.item.id));
    this.sent.textContent = this.sent.hidden ? "" : this.sentWords(own(before, this.item.id));
  }

  /** @param {unknown} value */
  sentWords(value) {
    if (this.field.known(value) === undefined) return this.words("you_passed");
    return this.words("you_sent", { answer: this.field.show(value) });
  }

  /** @param {boolean} closed */
  close(closed) {
    this.closed = closed;
    if (this.field.close) this.field.close(closed);
    else if (this.node instanceof HTMLFieldSetElement) this.node.disabled = closed;
  }
}
