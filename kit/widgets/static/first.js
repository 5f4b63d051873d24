// A facilitator's first page while no session runs: what comes next, how to start it, and what can be made for it.

import { button, control, element, own, uniquePrefix, wording } from "./shared/dom.js";
import { drawing } from "./shared/drawing.js";
import { statusLine } from "./shared/status.js";

// A day to offer: the Tuesday that comes after two weeks, by when people have been told.
function usualDay() {
  const day = new Date(Date.now() + 14 * 86400000);
  day.setDate(day.getDate() + ((2 - day.getDay() + 7) % 7));
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

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
      ...(spec.starts ? this.starting() : [element("p", {}, words("start_about")),
        this.command(`kit host ${spec.week} --lan`)]),
      element("p", {}, words("rehearse_about")), this.command(`kit host ${spec.week} --rehearse`));
    this.buttons = spec.steps.map(({ step, label }) =>
      button({ class: "kit-form-quiet", onclick: () => this.ask(step) }, label));
    const makes = element("section", { class: "kit-first-card" }, element("h3", {}, words("prepare")),
      element("div", { class: "kit-form-buttons" }, ...this.buttons), this.said.node);
    const links = spec.weeks.map(({ week, title, notebook }) => element("li", {}, this.link(week, title, notebook)));
    const reads = element("section", { class: "kit-first-card" }, element("h3", {}, words("read")),
      element("p", {}, words("read_about")), element("ul", { class: "kit-first-weeks" }, ...links));
    const columns = element("div", { class: "kit-first-columns" },
      element("div", {}, ...(spec.when ? [starts, this.dates()] : [this.dates(), starts])),
      element("div", {}, makes, reads));
    const top = element("div", { class: "kit-first-top" }, element("div", {},
      element("p", { class: "kit-first-cohort" }, words("cohort", spec)), head, when), drawing(spec.drawing));
    const page = element("div", { class: "kit-form-page" }, top, columns);
    return element("div", { class: "kit-form kit-first kit-alone" }, page);
  }

  // The session that is next is chosen; one number, and it starts.
  starting() {
    const { words, spec } = this;
    const prefix = uniquePrefix();
    const options = spec.weeks.map(({ week, title }) => control("option", { value: week, selected: week === spec.week },
      week ? words("week", { week, title }) : title));
    this.week = control("select", { id: `${prefix}-week` }, ...options);
    this.people = control("input", { type: "number", id: `${prefix}-people`, min: 1, step: 1, inputmode: "numeric" });
    this.people.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.start();
    });
    const radio = (/** @type {string} */ value) => control("input", { type: "radio", name: `${prefix}-where`,
      value, checked: value === "lan" });
    this.lan = radio("lan");
    const choice = (/** @type {HTMLElement} */ box, /** @type {string} */ name) =>
      element("label", {}, box, " ", words(name));
    const where = element("fieldset", {}, element("legend", {}, words("start_where")), choice(this.lan, "start_lan"),
      choice(radio("here"), "start_here"));
    this.starter = button({ class: "kit-form-send", onclick: () => this.start() }, words("start_now"));
    this.started = statusLine("kit-form-status kit-first-said");
    return [element("label", { for: this.week.id }, words("start_which")), this.week,
      element("label", { for: this.people.id }, words("start_people")),
      element("div", { class: "kit-form-buttons" }, this.people, this.starter),
      element("p", { class: "kit-first-why" }, words("start_why")), where, this.started.node];
  }

  // A day is chosen rather than typed; the time zone is that of this browser where nobody has chosen another.
  dates() {
    const { words, spec } = this;
    const prefix = uniquePrefix();
    const { first, time, zone } = spec.dates;
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const field = (/** @type {string} */ name, /** @type {string} */ type, /** @type {string} */ value) =>
      control("input", { id: `${prefix}-${name}`, type, value });
    const day = field("first", "date", first || usualDay());
    const at = field("time", "time", time || "14:00");
    const place = field("zone", "text", first || zone !== "UTC" ? zone : here);
    const labelled = (/** @type {HTMLInputElement} */ box, /** @type {string} */ name) =>
      element("span", { class: "kit-first-field" }, element("label", { for: box.id }, words(name)), box);
    const keep = () => this.plan({ type: "dates", first: day.value, time: at.value, zone: place.value });
    this.planned = statusLine("kit-form-status kit-first-said");
    const fields = element("div", { class: "kit-first-fields" }, labelled(day, "dates_first"),
      labelled(at, "dates_time"), labelled(place, "dates_zone"));
    const saves = element("div", { class: "kit-form-buttons" },
      button({ class: spec.when ? "kit-form-quiet" : "kit-form-send", onclick: keep }, words("dates_keep")));
    if (!spec.when) {
      return element("section", { class: "kit-first-card kit-first-start" }, element("h3", {}, words("dates")), fields,
        saves, this.planned.node);
    }
    const moment = field("moved", "datetime-local", "");
    const move = () => this.plan({ type: "move", week: spec.week, when: moment.value });
    const moving = element("div", { class: "kit-first-fields" }, labelled(moment, "dates_move"),
      button({ class: "kit-form-quiet", onclick: move }, words("dates_moved")));
    return element("details", { class: "kit-first-card" }, control("summary", {}, words("dates_change")), moving,
      fields, saves, this.planned.node);
  }

  /** @param {{ type: string, [name: string]: unknown }} message */
  plan(message) {
    this.planned?.say("received", "", this.words("doing"));
    this.send({ ...message, step: "dates" });
  }

  start() {
    const people = this.people?.valueAsNumber ?? NaN;
    if (!this.started || !this.starter || !this.week) return;
    if (!Number.isInteger(people) || people < 1) {
      this.started.say("problem", "", this.words("start_number"));
      return void this.people?.focus();
    }
    this.starter.disabled = true;
    this.started.say("received", "", this.words("start_doing"));
    this.send({ type: "start", step: "start", week: Number(this.week.value), people, lan: Boolean(this.lan?.checked) });
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
    this.send({ type: "do", step });
  }

  /** @param {{ type: string, step: string, [name: string]: unknown }} message */
  send(message) {
    try {
      this.model.send(message);
    } catch {
      // The kernel is gone.
      this.done({ type: "done", step: message.step, said: this.words("failed"), failed: true });
    }
  }

  /** @param {Kit.FirstMessage} message */
  done({ step, said, failed }) {
    for (const one of this.buttons) one.disabled = false;
    if (this.starter) this.starter.disabled = false;
    const places = { start: this.started, dates: this.planned };
    const place = own(places, step) ?? this.said;
    place.say(failed ? "problem" : "received", "", said);
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
