// Exercises in the facilitator's hands: open, close, reveal, and the texts to look through first. How far an exercise
// is comes in words and never as a number.

import { button, control, element, giveWay, onlyRead, own, uniquePrefix } from "../shared/dom.js";
import { statusLine } from "../shared/status.js";
import { write } from "./now.js";

/** @import { Session } from "../session.js" */

const STATUS_WORDS = { "never opened": "status_never", open: "status_open", closed: "status_closed" };
/** @type {{ [progress: string]: string }} */
const PROGRESS_WORDS = { "fewer than k": "progress_few", "k or more": "progress_enough" };
const REVEALED_WORDS = { published: "status_shown", not_enough: "status_nothing" };
const LATER_WORDS = { published: "later_shown", not_enough: "later_nothing" };

export class ExerciseRow {
  /** @param {Run.Exercise} exercise @param {Session} session */
  constructor(exercise, session) {
    this.exercise = exercise;
    this.session = session;
    const { words } = session;
    this.state = element("span", { class: "kit-session-state" });
    this.open = this.act("open", words("open"));
    this.close = this.act("close", words("close"));
    this.reveal = this.named({ onclick: () => this.makeSure(true) }, words("reveal"));
    this.expectAgain = element("p", { class: "kit-form-help" });
    this.no = button({ class: "kit-form-quiet", onclick: () => this.makeSure(false) }, words("reveal_no"));
    this.sure = this.surely();
    this.texts = new TextsPart(exercise, session);
    this.look = this.named({ onclick: () => this.texts.ask() }, words("texts"));
    const buttons = element("div", { class: "kit-form-buttons" }, this.open, this.close, this.reveal, this.look);
    const title = element("p", {}, element("strong", {}, exercise.title), " ", this.state);
    this.expect = element("p", { class: "kit-form-help kit-session-expect" });
    const parts = [title, buttons, this.expect, this.sure, this.texts.node];
    this.node = element("div", { class: "kit-session-exercise" }, ...parts);
  }

  // The title stands in every button's name for those who hear the buttons one after another.
  /** @param {Kit.Attributes} attributes @param {string} text */
  named(attributes, text) {
    return button({ class: "kit-form-quiet", ...attributes }, text, onlyRead(` “${this.exercise.title}”`));
  }

  /** @param {string} type @param {string} text */
  act(type, text) {
    return this.named({ onclick: () => this.session.ask({ type, exercise: this.exercise.id }) }, text);
  }

  surely() {
    const { words } = this.session;
    const question = words("reveal_sure", { title: this.exercise.title });
    const yes = button({ class: "kit-form-send", onclick: () => this.doReveal() }, words("reveal_yes"));
    const buttons = element("div", { class: "kit-form-buttons" }, this.no, yes);
    const frame = { class: "kit-session-sure", role: "group", "aria-label": question, hidden: true };
    const box = element("div", frame, element("p", {}, question), this.expectAgain, buttons);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.makeSure(false);
    });
    return box;
  }

  /** @param {boolean} asking */
  makeSure(asking) {
    this.sure.hidden = !asking;
    this.reveal.setAttribute("aria-expanded", String(asking));
    (asking ? this.no : this.reveal).focus();
  }

  doReveal() {
    this.makeSure(false);
    this.session.ask({ type: "reveal", exercise: this.exercise.id });
  }

  // Where it is, in a sentence. How many have answered since a result is shown is nobody's business: the word for
  // progress counts those of before too.
  /** @param {Run.Progress} found */
  stands({ status, progress, revealed }) {
    const { words } = this.session;
    if (revealed && status === "closed") return words(REVEALED_WORDS[revealed]);
    const name = status === "open" && this.exercise.collects && !revealed ? own(PROGRESS_WORDS, progress) : undefined;
    return [words(STATUS_WORDS[status]), name && words(name)].filter(Boolean).join(" ");
  }

  // What to expect is said before it is opened and until it is revealed; after that the result speaks for itself, and
  // what is left to say is how those who were late can still be heard.
  /** @param {Run.Progress} found */
  showExpected({ status, revealed, expect }) {
    const { words } = this.session;
    const later = revealed ? words(LATER_WORDS[revealed]) : "";
    const before = status === "closed" ? "" : expect;
    write(this.expect, later || before);
    this.expect.hidden = !this.expect.textContent;
    write(this.expectAgain, later || expect);
    this.expectAgain.hidden = !this.expectAgain.textContent;
  }

  show() {
    const { room, words } = this.session;
    const found = own(room.exercises, this.exercise.id);
    this.node.hidden = !found;
    if (!found) return;
    const { status, revealed } = found;
    write(this.state, this.stands(found));
    this.node.dataset.status = status;
    this.node.dataset.revealed = revealed;
    this.showExpected(found);
    const here = this.session.room.block !== null &&
      this.session.blockOf(this.session.room.block).exercises.some(({ id }) => id === this.exercise.id);
    this.open.className = here && status === "never opened" ? "kit-form-send" : "kit-form-quiet";
    write(this.open.firstChild, words(status === "closed" ? "open_again" : "open"));
    const open = status === "open";
    const [shown, gone] = open ? [this.close, this.open] : [this.open, this.close];
    shown.hidden = false;
    giveWay(gone, true, shown);
    // Once it is revealed there is nothing more to reveal before somebody could answer again.
    const done = status === "closed" && revealed !== "";
    giveWay(this.reveal, !this.exercise.reveals || status === "never opened" || done, this.open);
    write(this.reveal.firstChild, words(revealed === "published" ? "reveal_later" : "reveal"));
    if (this.reveal.hidden) this.sure.hidden = true;
    this.look.hidden = !this.exercise.texts || status !== "closed";
    if (this.look.hidden) this.texts.offer([]);
  }
}

// Shared texts in the facilitator's hands: a yes or a no to each, then all with a yes are shown together, once.
export class TextsPart {
  /** @param {Run.Exercise} exercise @param {Session} session */
  constructor(exercise, session) {
    this.exercise = exercise;
    this.session = session;
    /** @type {HTMLElement[]} */
    this.groups = [];
    this.node = element("div", { class: "kit-session-texts", hidden: true });
  }

  ask() {
    this.session.ask({ type: "texts", exercise: this.exercise.id });
  }

  /** @param {Run.Texts[]} items */
  offer(items) {
    this.groups = items.map((found) => this.group(found));
    this.node.replaceChildren(...this.groups);
    this.node.hidden = items.length === 0;
    if (items.length) this.groups[0].focus();
  }

  /** @param {Run.Texts} waiting */
  group({ item, prompt, texts }) {
    const { words } = this.session;
    const choices = texts.map((one) => this.choice(one));
    const problem = statusLine("kit-form-status kit-session-said");
    const show = button({ class: "kit-form-send" }, words("texts_show"));
    const sure = this.surely(() => this.send(item, choices), () => show.focus());
    show.addEventListener("click", () => this.makeSure(choices, sure, problem));
    return control("div", { tabindex: "-1", role: "group", "aria-label": words("texts") },
      element("p", {}, words("texts_about", { prompt })), ...choices.map(({ node }) => node),
      problem.node, element("div", { class: "kit-form-buttons" }, show), sure);
  }

  /** @param {Run.Text} text */
  choice({ id, text, quote }) {
    const { words } = this.session;
    const name = uniquePrefix();
    /** @type {Run.Choice} */
    const made = { id, value: null, node: element("fieldset", { class: "kit-session-text" }) };
    made.node.append(element("legend", {}, text));
    const radio = (/** @type {"yes" | "no"} */ value, /** @type {string} */ label) => {
      const onchange = () => (made.value = value);
      const box = control("input", { type: "radio", name, id: `${name}-${value}`, onchange });
      return element("label", { for: box.id }, box, " ", words(label));
    };
    if (quote) made.node.append(element("p", { class: "kit-form-help" }, words("texts_quote")));
    const radios = [radio("yes", "texts_yes"), radio("no", "texts_no")];
    made.node.append(element("div", { class: "kit-form-buttons" }, ...radios));
    return made;
  }

  /** @param {() => void} yes @param {() => void} back */
  surely(yes, back) {
    const { words } = this.session;
    const close = () => {
      box.hidden = true;
      back();
    };
    const go = () => {
      box.hidden = true;
      yes();
    };
    const frame = { class: "kit-session-sure", role: "group", "aria-label": words("texts_sure"), hidden: true };
    const buttons = element("div", { class: "kit-form-buttons" },
      button({ class: "kit-form-quiet", onclick: close }, words("texts_later")),
      button({ class: "kit-form-send", onclick: go }, words("texts_show")));
    const box = element("div", frame, element("p", {}, words("texts_sure")), buttons);
    return box;
  }

  /** @param {Run.Choice[]} choices @param {HTMLElement} sure @param {Kit.StatusLine} problem */
  makeSure(choices, sure, problem) {
    const left = choices.find(({ value }) => value === null);
    problem.say(left ? "problem" : "fine", "", left ? this.session.words("texts_each") : "");
    sure.hidden = Boolean(left);
    const first = (left ? left.node : sure).querySelector("input, button");
    if (first instanceof HTMLElement) first.focus();
  }

  /** @param {string} item @param {Run.Choice[]} choices */
  send(item, choices) {
    const marked = (/** @type {"yes" | "no"} */ wanted) =>
      choices.filter(({ value }) => value === wanted).map(({ id }) => id);
    this.session.ask({ type: "show_texts", exercise: this.exercise.id, item, yes: marked("yes"), no: marked("no") });
  }
}
