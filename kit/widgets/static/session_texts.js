// Shared texts in the facilitator's hands: a yes or a no to each, then all with a yes are shown together, once.

import { button, control, element, uniquePrefix } from "./shared/dom.js";
import { statusLine } from "./shared/status.js";

export class TextsPart {
  constructor(exercise, session) {
    Object.assign(this, { exercise, session, groups: [] });
    this.node = element("div", { class: "kit-session-texts", hidden: true });
  }

  ask() {
    this.session.ask({ type: "texts", exercise: this.exercise.id });
  }

  offer(items) {
    this.groups = items.map((found) => this.group(found));
    this.node.replaceChildren(...this.groups);
    this.node.hidden = items.length === 0;
    if (items.length) this.groups[0].focus();
  }

  group({ item, prompt, texts }) {
    const { words } = this.session;
    const choices = texts.map((one) => this.choice(one));
    const problem = statusLine("kit-form-status kit-session-said");
    const show = button({ class: "kit-form-send", onclick: () => this.makeSure(choices, sure, problem) }, words("texts_show"));
    const sure = this.surely(() => this.send(item, choices), () => show.focus());
    return control("div", { tabindex: "-1", role: "group", "aria-label": words("texts") },
      element("p", {}, words("texts_about", { prompt })), ...choices.map(({ node }) => node),
      problem.node, element("div", { class: "kit-form-buttons" }, show), sure);
  }

  choice({ id, text, quote }) {
    const { words } = this.session;
    const name = uniquePrefix();
    const made = { id, value: null };
    const radio = (value, label) => {
      const box = control("input", { type: "radio", name, id: `${name}-${value}`, onchange: () => (made.value = value) });
      return element("label", { for: box.id }, box, " ", words(label));
    };
    const about = quote ? element("p", { class: "kit-form-help" }, words("texts_quote")) : null;
    made.node = element("fieldset", { class: "kit-session-text" }, element("legend", {}, text), about,
      element("div", { class: "kit-form-buttons" }, radio("yes", "texts_yes"), radio("no", "texts_no")));
    return made;
  }

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
    const box = element("div", { class: "kit-session-sure", role: "group", "aria-label": words("texts_sure"), hidden: true },
      element("p", {}, words("texts_sure")), element("div", { class: "kit-form-buttons" },
        button({ class: "kit-form-quiet", onclick: close }, words("texts_later")),
        button({ class: "kit-form-send", onclick: go }, words("texts_show"))));
    return box;
  }

  makeSure(choices, sure, problem) {
    const left = choices.find(({ value }) => value === null);
    problem.say(left ? "problem" : "fine", "", left ? this.session.words("texts_each") : "");
    sure.hidden = Boolean(left);
    (left ? left.node : sure).querySelector("input, button").focus();
  }

  send(item, choices) {
    const marked = (wanted) => choices.filter(({ value }) => value === wanted).map(({ id }) => id);
    this.session.ask({ type: "show_texts", exercise: this.exercise.id, item, yes: marked("yes"), no: marked("no") });
  }
}
