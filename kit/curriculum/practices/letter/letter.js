// A letter to oneself: written here, closed until a day of one's own choosing, and never sent by anybody.

import { calendarFile } from "../../../widgets/static/shared/calendar.js";
import { dayWords, laterDay, localDay, noonOf } from "../../../widgets/static/shared/days.js";
import { button, control, download, element, makeUuid } from "../../../widgets/static/shared/dom.js";
import { CopyLock } from "../../../widgets/static/shared/lock.js";
import { Practice, put, show } from "../../../widgets/static/shared/practice.js";
import { paragraphs, printedAnswer } from "../../../widgets/static/shared/printing.js";
import { Sheet } from "../../../widgets/static/shared/sheet.js";
import { statusLine } from "../../../widgets/static/shared/status.js";
import { letterBlank, letterFits, letterMerged } from "./text.js";

/** @import { Written } from "./text.js" */
/** @typedef {Kit.Practice & { prompt: string, months: number, appointment: string }} Invitation */

/** @extends {Practice<Invitation>} */
class Letter extends Practice {
  /** @type {Sheet<Written>} */
  sheet = new Sheet(this, {
    blank: letterBlank, fits: letterFits, lines: (value) => this.lines(value), changed: () => this.refresh(),
    lock: CopyLock, merge: (here, copy) => letterMerged(here, copy, this.words("from_copy")),
  });
  text = this.sheet.area("text", { label: this.practice.prompt, rows: 8 });
  day = control("input", { type: "date", id: `${this.id}-until`, autocomplete: "off" });
  desk = element("div", { class: "kit-letter-desk" });
  rest = element("div", { class: "kit-practice-stage kit-letter-rest" });
  rests = element("p", { class: "kit-letter-rests" });
  asking = element("div", { class: "kit-letter-asking", hidden: true });
  opened = element("div", { class: "kit-letter-opened" });
  paper = control("div", { class: "kit-letter-paper", tabindex: "-1" });
  calendar = this.plain("calendar", () => this.toCalendar());
  ask = this.plain("open_early", () => this.sure(true));
  read = this.plain("open", () => this.turn("open"), "kit-form-send");
  yes = this.plain("open_now", () => this.turn("open"));

  /** @param {Kit.PracticeSpec<Invitation>} spec */
  constructor(spec) {
    super(spec, "letter");
    const { words } = this;
    this.line = statusLine("kit-form-copied");
    this.print = this.sheet.printing("print_letter", () => this.printed());
    const unsent = element("p", { class: "kit-letter-unsent" }, words("no_sending"));
    this.build(this.writing(), this.resting(), this.reading(), this.line.node, unsent,
      ...this.sheet.nodes, this.sheet.clearing(this.print));
  }

  // A button with the words of this name.
  /** @param {string} name @param {() => void} onclick */
  plain(name, onclick, kind = "kit-form-quiet") {
    return button({ class: kind, id: `${this.id}-${name}`, onclick }, this.words(name));
  }

  writing() {
    const { id, words, sheet } = this;
    this.day.addEventListener("change", () => noonOf(this.day.value) && sheet.set({ until: this.day.value }));
    const field = element("label", { class: "kit-practice-field kit-letter-day", for: `${id}-until` },
      element("span", {}, words("until")), this.day);
    const seal = this.plain("seal", () => this.seal(), "kit-form-send");
    this.desk.append(this.text.node,
      element("div", { class: "kit-practice-row kit-letter-sealing" }, field, seal),
      element("p", { class: "kit-practice-about" }, words("seal_about")));
    return this.desk;
  }

  resting() {
    const no = this.plain("leave", () => this.sure(false));
    this.asking.append(element("p", {}, this.words("open_sure")),
      element("div", { class: "kit-form-buttons" }, this.yes, no));
    this.rest.append(this.rests,
      element("div", { class: "kit-form-buttons" }, this.read, this.calendar, this.ask), this.asking);
    return this.rest;
  }

  reading() {
    const { id, words } = this;
    const onclick = () => this.turn("writing");
    const again = button({ class: "kit-form-quiet", id: `${id}-again`, onclick }, words("write_on"));
    const buttons = element("div", { class: "kit-form-buttons" }, again);
    this.opened.append(this.paper, buttons);
    return this.opened;
  }

  seal() {
    const until = this.day.value;
    const problem = this.objection(until);
    if (problem) {
      this.line.say("problem", "", this.words(problem));
      return (problem === "nothing_written" ? this.text.input : this.day).focus();
    }
    this.sheet.set({ state: "sealed", until, uid: this.sheet.value.uid || makeUuid() });
    this.refresh();
    this.line.say("sealed", "", this.words("sealed"));
    return this.calendar.focus();
  }

  // What speaks against closing it, as the name of a sentence.
  /** @param {string} until */
  objection(until) {
    if (!this.sheet.value.text.trim()) return "nothing_written";
    if (noonOf(until) === null) return "no_such_day";
    return until > localDay() ? "" : "day_has_been";
  }

  toCalendar() {
    const { until, uid } = this.sheet.value;
    const file = calendarFile({ date: until, title: this.practice.appointment, uid, now: new Date() });
    if (file === null) return this.line.say("problem", "", this.words("no_such_day"));
    download("reminder.ics", file, "text/calendar");
    return this.line.say("calendar", "", this.words("calendar_made"));
  }

  /** @param {boolean} asking */
  sure(asking) {
    this.asking.hidden = !asking;
    this.ask.hidden = asking;
    (asking ? this.yes : this.ask).focus();
  }

  /** @param {Written["state"]} state */
  turn(state) {
    this.sheet.set({ state });
    this.line.say("", "", "");
    this.refresh();
    (state === "open" ? this.paper : this.text.input).focus();
  }

  /** @param {Written} written */
  lines({ text, until }) {
    return [...(until ? [this.words("file_until", { day: dayWords(until) }), ""] : []), text, ""];
  }

  printed() {
    const { text, until } = this.sheet.value;
    const day = until ? paragraphs([this.words("file_until", { day: dayWords(until) })]) : [];
    return [...day, printedAnswer(this.practice.prompt, text, { room: 14 })];
  }

  reread() {
    this.sheet.read();
  }

  refresh() {
    const { state, text, until } = this.sheet.value;
    const come = state === "sealed" && until <= localDay();
    this.desk.hidden = state !== "writing";
    this.rest.hidden = state !== "sealed";
    this.opened.hidden = state !== "open";
    // A closed letter rests, on paper as well.
    this.print.hidden = state === "sealed";
    this.showDesk(state);
    // What is closed is not on the page at all.
    const read = state === "open" ? text.split("\n") : [];
    this.paper.replaceChildren(...read.map((line) => element("p", { dir: "auto" }, line)));
    if (state !== "sealed") return;
    put(this.rests, this.words(come ? "come" : "rests", { day: dayWords(until) }));
    this.read.hidden = !come;
    this.calendar.hidden = come;
    this.ask.hidden = come;
    this.asking.hidden = true;
  }

  /** @param {Written["state"]} state */
  showDesk(state) {
    const { text, day, sheet, practice } = this;
    if (state === "writing") text.show();
    else text.input.value = "";
    const tomorrow = laterDay(localDay(), { days: 1 });
    day.min = tomorrow;
    const { until } = sheet.value;
    if (document.activeElement === day) return;
    day.value = until > localDay() ? until : laterDay(localDay(), { months: practice.months });
  }
}

/** @param {Kit.Rendering<Kit.PracticeSpec<Invitation>>} rendering */
function render({ model, el }) {
  return show(new Letter(model.get("spec")), el);
}

export default { render };
