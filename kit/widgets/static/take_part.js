// Taking part in a session elsewhere: one step at a time, each with what to do next. What is typed goes to the
// notebook's Python, which speaks to the host; nothing of it is kept in the notebook.

import { copied } from "./shared/copying.js";
import { button, calmTheHost, control, element, uniquePrefix, wording } from "./shared/dom.js";
import { statusLine } from "./shared/status.js";

// There is no place yet, and it may be there at any moment.
const LOOK_AGAIN = 4000;

class TakingPart {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;

  /** @param {Kit.JoinSpec} spec @param {Kit.Model<Kit.JoinSpec, Kit.JoinStep>} model */
  constructor(spec, model) {
    this.model = model;
    this.words = wording(spec);
    this.id = uniquePrefix();
    this.receive = this.receive.bind(this);
    this.line = statusLine("kit-form-status");
    this.line.node.hidden = true;
    this.step = element("div", {}, element("p", {}, this.words("looking")));
    /** @type {{ [name: string]: HTMLInputElement }} */
    this.fields = {};
    this.shown = "";
    const page = element("div", { class: "kit-form-page" }, this.step, this.line.node);
    this.node = element("div", { class: "kit-form kit-join" }, page);
    calmTheHost(this.node);
  }

  /** @param {string} state @param {string} title @param {string} sentence */
  say(state, title, sentence) {
    this.line.node.hidden = !sentence;
    this.line.say(state, title, sentence);
  }

  /** @param {string} type @param {Kit.Named} more */
  send(type, more = {}) {
    clearTimeout(this.timer);
    if (type !== "hello" && type !== "again") this.say("sending", "", this.words("doing"));
    try {
      this.model.send({ type, ...more });
    } catch {
      // The kernel is gone.
      this.say("problem", "", this.words("silent"));
    }
  }

  /** @param {Kit.JoinStep} message */
  receive(message) {
    if (message?.type !== "step") return;
    clearTimeout(this.timer);
    const { step, problem = "" } = message;
    const [said, title] = [problem || message.line || "", problem ? this.words("problem_title") : ""];
    this.say(problem ? "problem" : "received", title, said);
    // What somebody types stays, and the step that is looked at is not drawn anew.
    if (step !== this.shown || step !== "start") this.draw(message);
    if (step === "wait") this.timer = setTimeout(() => this.send("again"), LOOK_AGAIN * (1 + Math.random()));
  }

  /** @param {Kit.JoinStep} message */
  draw(message) {
    const before = this.shown;
    const held = this.step.contains(document.activeElement);
    this.shown = message.step;
    this.step.replaceChildren(...this.parts(message));
    // Whoever pressed a button that goes is taken to what stands in its place.
    if (held && before) /** @type {HTMLElement | null} */ (this.step.querySelector("[tabindex]"))?.focus();
  }

  /** @param {Kit.JoinStep} message @returns {HTMLElement[]} */
  parts(message) {
    const { words } = this;
    switch (message.step) {
      case "start": return this.start(message);
      case "whose": return this.asked("whose", words("whose_about", message), ["me", "other"]);
      case "known": return this.asked("whose", words("known_about", message), ["me", "other"]);
      case "found": return this.asked("found", words("found_about", message), ["mine", "not_mine"]);
      case "certificate": return this.certificate(message);
      case "wait": return this.asked("wait", message.said ?? "", ["back"]);
      case "notice": return this.notice(message);
      case "news": return this.news(message);
      default: return this.inside(message);
    }
  }

  /** @param {string} name @param {string} [id] */
  head(name, id) {
    return control("h3", { tabindex: "-1", ...(id ? { id } : {}) }, this.words(`${name}_title`));
  }

  /** @param {string[]} names */
  buttons(...names) {
    const made = names.map((name, at) =>
      button({ class: at ? "kit-form-quiet" : "kit-form-send", onclick: () => this.send(name) }, this.words(name)));
    return element("div", { class: "kit-form-buttons" }, ...made);
  }

  /** @param {string} name @param {string} about @param {string[]} answers */
  asked(name, about, answers) {
    return [this.head(name), element("p", {}, about), this.buttons(...answers)];
  }

  /** @param {string} name @param {string} value @param {Kit.Attributes} more */
  field(name, value, more = {}) {
    const id = `${this.id}-${name}`;
    const input = control("input", { id, type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false",
      "aria-describedby": `${id}-help`, ...more });
    input.value = value;
    this.fields[name] = input;
    return [element("label", { for: id }, this.words(`field_${name}`)),
      element("p", { class: "kit-join-help", id: `${id}-help` }, this.words(`help_${name}`)), input];
  }

  /** @param {Kit.JoinStep} message */
  start({ address = "", who = "", open = false }) {
    const enter = (/** @type {string} */ type) => (/** @type {Event} */ event) => {
      event.preventDefault();
      const { address: at, code, words, who: name } = this.fields;
      this.send(type, { address: at.value, who: name.value, secret: type === "join" ? code.value : words.value });
    };
    const join = element("form", { novalidate: true, autocomplete: "off", onsubmit: enter("join") },
      ...this.field("address", address, { inputmode: "url" }), ...this.field("code", "", { maxlength: 40 }),
      ...this.field("who", who, { maxlength: 60 }),
      element("div", { class: "kit-form-buttons" }, control("button", { class: "kit-form-send" }, this.words("join"))));
    const back = element("form", { novalidate: true, autocomplete: "off", onsubmit: enter("back_with") },
      ...this.field("words", "", { maxlength: 200 }),
      element("div", { class: "kit-form-buttons" },
        control("button", { class: "kit-form-quiet" }, this.words("come_back"))));
    const fold = element("details", { open }, element("summary", {}, this.words("start_title")),
      element("p", {}, this.words("start_about")), join,
      element("details", {}, element("summary", {}, this.words("before")), back));
    return [fold];
  }

  /** @param {Kit.JoinStep} message */
  certificate({ fingerprint = "" }) {
    return [this.head("certificate"), element("p", {}, this.words("certificate_about")),
      element("p", { class: "kit-join-print" }, fingerprint), this.buttons("trust", "back")];
  }

  /** @param {Kit.JoinStep} message */
  notice({ short = [], sentences = [] }) {
    const list = (/** @type {string[]} */ lines) => element("ul", {}, ...lines.map((line) => element("li", {}, line)));
    return [this.head("notice"), list(short), this.buttons("agree", "later"),
      element("details", {}, element("summary", {}, this.words("notice_all")), list(sentences),
        element("p", {}, this.words("agree_about")))];
  }

  /** @param {Kit.JoinStep} message */
  news({ sentences = [] }) {
    return [this.head("news"), ...sentences.map((line) => element("p", {}, line)),
      element("p", { class: "kit-join-help" }, this.words("news_about")), this.buttons("told")];
  }

  /** @param {Kit.JoinStep} message @returns {HTMLElement[]} */
  inside({ who = "", words = [], agreed = true, again = false }) {
    /** @type {HTMLElement[]} */
    const parts = [control("h3", { tabindex: "-1" }, this.words("in_title", { who })),
      element("p", {}, this.words(agreed ? "in_about" : "in_not_agreed"))];
    if (again) parts.push(element("p", {}, this.words("in_again")));
    if (words.length) parts.push(...this.fourWords(words));
    return [...parts, this.buttons(...(words.length ? ["noted"] : []), ...(agreed ? [] : ["read_notice"]), "leave")];
  }

  /** @param {string[]} list @returns {HTMLElement[]} */
  fourWords(list) {
    const { words } = this;
    const text = list.join(" ");
    const named = { type: "text", readonly: true, "aria-label": words("words_copy"), class: "kit-form-unseen" };
    const field = control("input", named);
    field.value = text;
    const copy = button({ class: "kit-form-quiet", onclick: async () => {
      const done = await copied(text, field);
      field.classList.toggle("kit-form-unseen", done);
      if (!done) field.select();
      this.say("received", "", words(done ? "words_taken" : "words_not_taken"));
    } }, words("words_take"));
    return [this.head("words"), element("p", {}, words("words_lead")),
      element("ol", { class: "kit-join-words" }, ...list.map((word) => element("li", {}, word))), field,
      element("div", { class: "kit-form-buttons" }, copy)];
  }
}

/** @param {Kit.Rendering<Kit.JoinSpec, Kit.JoinStep>} place */
function render({ model, el }) {
  const card = new TakingPart(model.get("spec"), model);
  model.on("msg:custom", card.receive);
  el.append(card.node);
  card.send("hello");
  return () => {
    clearTimeout(card.timer);
    model.off("msg:custom", card.receive);
  };
}

export default { render };
