// The compassion journal: an entry a day, written in this browser and nowhere else, with a timer for who wants one.

import { dayWords, localDay } from "../../../widgets/static/shared/days.js";
import { button, element, once, onlyRead, own } from "../../../widgets/static/shared/dom.js";
import { CopyLock } from "../../../widgets/static/shared/lock.js";
import { put, show } from "../../../widgets/static/shared/practice.js";
import { printedAnswer, printedHeading } from "../../../widgets/static/shared/printing.js";
import { folded, numberField, switchField } from "../../../widgets/static/shared/settings.js";
import { Sheet } from "../../../widgets/static/shared/sheet.js";
import { statusLine } from "../../../widgets/static/shared/status.js";
import { TimedPractice } from "../../../widgets/static/shared/timed.js";
import { clockWords } from "../../../widgets/static/shared/timer.js";
import { Tone } from "../../../widgets/static/shared/tone.js";
import {
  JOURNAL_PARTS, journalBlank, journalDays, journalFits, journalMerged, journalWith, journalWithout,
} from "./entries.js";

// The entries of other days: each folded away under its date, to be read, changed or deleted.
class EarlierEntries {
  constructor(journal) {
    const { id, words, spec } = journal;
    Object.assign(this, { journal, shown: new Map() });
    this.list = element("div", { class: "kit-journal-list" });
    const title = element(`h${spec.heading + 1}`, { class: "kit-journal-title" }, words("earlier"));
    this.none = element("p", { class: "kit-practice-about" }, words("earlier_none"));
    this.node = element("section", { class: "kit-journal-earlier", "aria-labelledby": `${id}-earlier` }, title, this.none, this.list);
    title.id = `${id}-earlier`;
  }

  // Only what is new is made, so that an entry in which somebody writes stays as it is, also one that is empty for a moment.
  show(days) {
    for (const [day, { node }] of this.shown) {
      if (days.includes(day) || node.contains(document.activeElement)) continue;
      node.remove();
      this.shown.delete(day);
    }
    days.forEach((day, place) => {
      if (!this.shown.has(day)) this.shown.set(day, this.made(day));
      const { node, refill } = this.shown.get(day);
      if (this.list.children[place] !== node) this.list.insertBefore(node, this.list.children[place] ?? null);
      refill();
    });
    this.none.hidden = this.shown.size > 0;
  }

  made(day) {
    const { journal } = this;
    const inside = element("div", { class: "kit-journal-entry" });
    const node = folded(`${journal.id}-${day}`, dayWords(day), inside);
    let fields = null;
    const refill = () => fields?.forEach((field) => field.show());
    node.addEventListener("focusout", ({ relatedTarget }) => {
      if (!node.contains(relatedTarget)) setTimeout(() => journal.tellEarlier());
    });
    // Years of entries are many fields; each is made when it is opened.
    node.addEventListener("toggle", () => {
      if (fields || !node.open) return;
      fields = journal.fieldsOf(day);
      inside.append(...fields.map((field) => field.node), element("div", { class: "kit-form-buttons" }, journal.printing(day), journal.deleting(day)));
      refill();
    });
    return { node, refill };
  }
}

const WRITING_ON = 60 * 60 * 1000;

class Journal extends TimedPractice {
  constructor(spec) {
    const shapes = {
      minutes: { min: 1, max: 60, value: spec.practice.minutes },
      bell: { value: false },
    };
    super(spec, { module: "journal", shapes, from: 0 });
    this.day = localDay();
    const { words } = this;
    this.sheet = new Sheet(this, {
      blank: journalBlank, fits: journalFits, lines: (value) => this.lines(value), changed: () => this.refresh(), lock: CopyLock,
      merge: (here, copy) => journalMerged(here, copy, words("from_copy")),
    });
    this.earlier = new EarlierEntries(this);
    this.build(this.timer(), this.entry(), ...this.sheet.nodes, this.earlier.node, this.deleted());
    this.onReturn = () => this.turnPage();
    document.addEventListener("visibilitychange", this.onReturn);
  }

  timer() {
    const { id, words } = this;
    this.clock = element("p", { class: "kit-journal-clock", role: "timer" });
    const [buttons, line] = this.buttons();
    // Writing is what the page is for; the clock is an offer beside it.
    this.main.className = "kit-form-quiet";
    const bell = this.field(switchField, "bell", { about: words("bells_about") });
    this.fields.bell.input.disabled = !Tone.possible;
    const options = folded(`${id}-options`, words("timer_options"), this.field(numberField, "minutes"), bell);
    return element("div", { class: "kit-journal-timer" }, this.clock, buttons, line, options);
  }

  get total() {
    return this.settings.get("minutes") * 60;
  }

  draw() {
    const { course, total } = this;
    if (course.going && course.passed >= total) this.finish();
    put(this.clock, clockWords(course.going ? total - course.passed : total));
  }

  sounds() {
    this.tone.hush();
    const left = this.total - this.course.passed;
    if (this.settings.get("bell") && left > 0) this.tone.bell(left);
  }

  // The line beside the clock says all there is to say.
  announce() {}

  entry() {
    const { spec, practice, id, words } = this;
    this.heading = element(`h${spec.heading + 1}`, { class: "kit-journal-title", id: `${id}-today` });
    this.writing = this.fieldsOf("");
    const node = element("section", { class: "kit-journal-entry kit-journal-today", "aria-labelledby": `${id}-today` }, this.heading,
      element("p", { class: "kit-journal-invitation" }, practice.invitation), ...this.writing.map((field) => field.node),
      this.sheet.keeping(words("autosaved")), element("div", { class: "kit-form-buttons kit-journal-foot" }, this.printing(""), this.deleting("")),
      this.sheet.printNote());
    node.addEventListener("focusin", ({ relatedTarget }) => {
      if (!node.contains(relatedTarget)) this.turnPage();
    });
    return node;
  }

  // The three fields of a day; an empty one stands for the day that the page shows as today.
  fieldsOf(day) {
    const { practice, sheet } = this;
    return JOURNAL_PARTS.map((part) => sheet.area(`${part}${day && `-${day}`}`, {
      label: practice[part],
      read: () => own(sheet.value.entries, day || this.day)?.[part],
      write: (text) => {
        sheet.keep(journalWith(sheet.value, day || this.day, part, text, Date.now()));
        this.tellEarlier();
      },
    }));
  }

  printing(day) {
    const of = day ? { of: day, more: onlyRead(` ${dayWords(day)}`) } : {};
    return this.sheet.printing(day ? "print_entry" : "print_today", () => this.printed(day || this.day), of);
  }

  printed(day) {
    const { practice, sheet } = this;
    const asked = JOURNAL_PARTS.map((part) => printedAnswer(practice[part], own(sheet.value.entries, day)?.[part], { room: 4 }));
    return [printedHeading(dayWords(day)), ...asked];
  }

  deleting(day) {
    const attributes = { class: "kit-form-quiet", id: `${this.id}-delete${day && `-${day}`}` };
    const words = this.words(day ? "delete" : "delete_today");
    return button({ ...attributes, onclick: once(() => this.remove(day || this.day)) }, words, day ? onlyRead(` ${dayWords(day)}`) : null);
  }

  deleted() {
    const { id, words } = this;
    this.gone = null;
    this.deletedLine = statusLine("kit-form-copied");
    this.undelete = button({ class: "kit-form-quiet", id: `${id}-undelete`, hidden: true, onclick: () => this.bringBack() }, words("clear_undo"));
    return element("div", { class: "kit-form-buttons kit-journal-deleted" }, this.deletedLine.node, this.undelete);
  }

  remove(day) {
    const entry = own(this.sheet.value.entries, day);
    if (!entry) return;
    this.gone = { entries: { [day]: entry } };
    document.activeElement?.blur();
    this.sheet.replace(journalWithout(this.sheet.value, day));
    this.deletedLine.say("deleted", "", this.words("deleted", { day: dayWords(day) }));
    this.undelete.hidden = false;
    this.undelete.focus();
  }

  bringBack() {
    this.sheet.replace(journalMerged(this.sheet.value, this.gone, this.words("from_copy")));
    this.deletedLine.say("back", "", this.words("clear_undone"));
    this.undelete.hidden = true;
    this.writing[0].input.focus();
  }

  // Whoever writes on past midnight stays on the page where they began; whoever comes back later gets a new one.
  turnPage() {
    const now = localDay();
    const written = own(this.sheet.value.entries, this.day)?.changed ?? 0;
    if (now === this.day || Date.now() - written < WRITING_ON) return;
    this.day = now;
    this.refresh();
  }

  lines({ entries }) {
    return Object.keys(entries).sort().flatMap((day) => {
      const told = JOURNAL_PARTS.filter((part) => entries[day][part].trim());
      return [dayWords(day), "", ...told.map((part) => `${this.practice[part]}\n\n${entries[day][part]}\n`)];
    });
  }

  reread() {
    super.reread();
    this.sheet.read();
  }

  close() {
    super.close();
    document.removeEventListener("visibilitychange", this.onReturn);
  }

  refresh() {
    put(this.heading, this.words("today", { day: dayWords(this.day) }));
    for (const field of this.writing) field.show();
    this.tellEarlier();
    super.refresh();
  }

  tellEarlier() {
    this.earlier.show(journalDays(this.sheet.value).filter((day) => day !== this.day));
  }
}

function render({ model, el }) {
  return show(new Journal(model.get("spec")), el);
}

export default { render };
