// A facilitator's first page while no session runs: what comes next, how to start it, and what can be made for it.

import { button, control, element, wording } from "./shared/dom.js";
import { statusLine } from "./shared/status.js";

class First {
  /** @param {Kit.FirstSpec} spec @param {Kit.Model<Kit.FirstSpec, Kit.FirstMessage>} model */
  constructor(spec, model) {
    this.spec = spec;
    this.model = model;
    this.words = wording(spec);
    this.receive = this.receive.bind(this);
    this.said = statusLine("kit-form-status kit-first-said");
    /** @type {HTMLButtonElement[]} */
    this.buttons = [];
    this.node = this.frame();
  }

  frame() {
    const { words, spec } = this;
    const head = element("h2", { class: "kit-form-title" }, words(spec.week ? "next" : "next_start", spec));
    const when = element("p", { class: "kit-first-when" }, spec.when || words("no_date"));
    const starts = element("section", { class: "kit-first-card kit-first-start" }, element("h3", {}, words("start")),
      element("p", {}, words("start_about")), this.command(`kit host ${spec.week} --lan`),
      element("p", {}, words("rehearse_about")), this.command(`kit host ${spec.week} --rehearse`));
    this.buttons = spec.steps.map(({ step, label }) =>
      button({ class: "kit-form-quiet", onclick: () => this.ask(step) }, label));
    const makes = element("section", { class: "kit-first-card" }, element("h3", {}, words("prepare")),
      element("div", { class: "kit-form-buttons" }, ...this.buttons), this.said.node);
    const links = spec.weeks.map(({ week, title, notebook }) => element("li", {}, this.link(week, title, notebook)));
    const reads = element("section", { class: "kit-first-card" }, element("h3", {}, words("read")),
      element("p", {}, words("read_about")), element("ul", { class: "kit-first-weeks" }, ...links));
    const columns = element("div", { class: "kit-first-columns" }, element("div", {}, starts, makes), reads);
    const page = element("div", { class: "kit-form-page" },
      element("p", { class: "kit-first-cohort" }, words("cohort", spec)), head, when, columns);
    return element("div", { class: "kit-form kit-first kit-alone" }, page);
  }

  /** @param {string} text */
  command(text) {
    const shown = control("input", { type: "text", readOnly: true, value: text, "aria-label": this.words("command") });
    shown.readOnly = true;
    shown.addEventListener("focus", () => shown.select());
    const copy = button({ class: "kit-form-quiet", onclick: () => this.copy(shown) }, this.words("copy"));
    return element("div", { class: "kit-first-command" }, shown, copy);
  }

  /** @param {HTMLInputElement} shown */
  async copy(shown) {
    shown.select();
    await navigator.clipboard?.writeText(shown.value).catch(() => {});
    this.said.say("received", "", this.words("copied"));
  }

  /** @param {number} week @param {string} title @param {string} notebook */
  link(week, title, notebook) {
    const name = week ? this.words("week", { week, title }) : title;
    return control("a", { href: `/doc/tree/notebooks/${notebook}.ipynb`, target: "_blank", rel: "noopener" }, name);
  }

  /** @param {string} step */
  ask(step) {
    for (const one of this.buttons) one.disabled = true;
    this.said.say("received", "", this.words("doing"));
    try {
      this.model.send({ type: "do", step });
    } catch {
      // The kernel is gone.
      this.done({ type: "done", step, said: this.words("failed"), failed: true });
    }
  }

  /** @param {Kit.FirstMessage} message */
  done({ said, failed }) {
    for (const one of this.buttons) one.disabled = false;
    this.said.say(failed ? "problem" : "received", "", said);
  }

  /** @param {Kit.FirstMessage} message */
  receive(message) {
    if (message?.type === "done") this.done(message);
  }
}

/** @param {Kit.Rendering<Kit.FirstSpec, Kit.FirstMessage>} place */
function render({ model, el }) {
  const first = new First(model.get("spec"), model);
  model.on("msg:custom", first.receive);
  el.append(first.node);
  return () => model.off("msg:custom", first.receive);
}

export default { render };
