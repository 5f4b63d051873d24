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

/** @import { Entries } from "./entries.js" */
/** @typedef {{ invitation: string, felt: string, did: string, learned: string, minutes: number }} Questions */
/** @typedef {Kit.Practice & Questions} JournalPractice */
/** @typedef {{ minutes: Kit.Counting, bell: Kit.Switching }} JournalShapes */
// An entry on the page: "refill" shows what is written now.
/** @typedef {{ node: HTMLDetailsElement, refill: () => void }} Folded */

// The entries of other days: each folded away under its date, to be read, changed or deleted.
class EarlierEntries {
  /** @param {Journal} journal */
  constructor(journal) {
    const { id, words, spec } = journal;
    this.journal = journal;
    /** @type {Map<string, Folded>} */
    this.shown = new Map();
    this.list = element("div", { class: "kit-journal-list" });
    const heading = { class: "kit-journal-title", id: `${id}-earlier` };
    const title = element(`h${spec.heading + 1}`, heading, words("earlier"));
    this.none = element("p", { class: "kit-practice-about" }, words("earlier_none"));
    const section = { class: "kit-journal-earlier", "aria-labelledby": title.id };
    this.node = element("section", section, title, this.none, this.list);
  }

  // Only what is new is made, so that an entry in which somebody writes stays as it is, also one that is empty for a
  // moment.
  /** @param {string[]} days */
  show(days) {
    for (const [day, { node }] of this.shown) {
      if (days.includes(day) || node.contains(document.activeElement)) continue;
      node.remove();
      this.shown.delete(day);
    }
    days.forEach((day, place) => {
      const entry = this.shown.get(day) ?? this.made(day);
      const { node, refill } = entry;
      this.shown.set(day, entry);
      if (this.list.children[place] !== node) this.list.insertBefore(node, this.list.children[place] ?? null);
      refill();
    });
    this.none.hidden = this.shown.size > 0;
  }

  /** @param {string} day @returns {Folded} */
  made(day) {
    const { journal } = this;
    const inside = element("div", { class: "kit-journal-entry" });
    const node = folded(`${journal.id}-${day}`, dayWords(day), inside);
    /** @type {Kit.Area[] | undefined} */
    let fields;
    const refill = () => fields?.forEach((field) => field.show());
    node.addEventListener("focusout", ({ relatedTarget }) => {
      if (!holds(node, relatedTarget)) setTimeout(() => journal.tellEarlier());
    });
    // Years of entries are many fields; each is made when it is opened.
    node.addEventListener("toggle", () => {
      if (fields || !node.open) return;
      fields = journal.fieldsOf(day);
      const row = element("div", { class: "kit-form-buttons" }, journal.printing(day), journal.deleting(day));
      inside.append(...fields.map((field) => field.node), row);
      refill();
    });
    return { node, refill };
  }
}

const WRITING_ON = 60 * 60 * 1000;

/** @extends {TimedPractice<JournalPractice, JournalShapes>} */
class Journal extends TimedPractice {
  day = localDay();
  /** @type {Sheet<Entries>} */
  sheet = new Sheet(this, {
    blank: journalBlank, fits: journalFits, lock: CopyLock,
    lines: (value) => this.lines(value), changed: () => this.refresh(),
    merge: (here, copy) => journalMerged(here, copy, this.words("from_copy")),
  });
  clock = element("p", { class: "kit-journal-clock", role: "timer" });
  heading = element(`h${this.spec.heading + 1}`, { class: "kit-journal-title", id: `${this.id}-today` });
  // The fields of the day that the page shows as today.
  writing = this.fieldsOf("");
  deletedLine = statusLine("kit-form-copied");
  undelete = button({
    class: "kit-form-quiet", id: `${this.id}-undelete`, hidden: true, onclick: () => this.bringBack(),
  }, this.words("clear_undo"));
  // What was deleted last, for who wants it back.
  /** @type {Entries | null} */
  gone = null;

  /** @param {Kit.PracticeSpec<JournalPractice>} spec */
  constructor(spec) {
    const shapes = {
      minutes: { min: 1, max: 60, value: spec.practice.minutes },
      bell: { value: false },
    };
    super(spec, { module: "journal", shapes, from: 0 });
    this.earlier = new EarlierEntries(this);
    this.build(this.timer(), this.entry(), ...this.sheet.nodes, this.earlier.node, this.deleted());
  }

  timer() {
    const { id, words } = this;
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
    const { practice, words } = this;
    const foot = element("div", { class: "kit-form-buttons kit-journal-foot" }, this.printing(""), this.deleting(""));
    const section = { class: "kit-journal-entry kit-journal-today", "aria-labelledby": this.heading.id };
    const node = element("section", section, this.heading,
      element("p", { class: "kit-journal-invitation" }, practice.invitation),
      ...this.writing.map((field) => field.node), this.sheet.keeping(words("autosaved")), foot, this.sheet.printNote());
    node.addEventListener("focusin", ({ relatedTarget }) => {
      if (!holds(node, relatedTarget)) this.turnPage();
    });
    return node;
  }

  // The three fields of a day; an empty one stands for the day that the page shows as today.
  /** @param {string} day */
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

  /** @param {string} day */
  printing(day) {
    const of = day ? { of: day, more: onlyRead(` ${dayWords(day)}`) } : {};
    return this.sheet.printing(day ? "print_entry" : "print_today", () => this.printed(day || this.day), of);
  }

  /** @param {string} day */
  printed(day) {
    const { practice, sheet } = this;
    const entry = own(sheet.value.entries, day);
    const asked = JOURNAL_PARTS.map((part) => printedAnswer(practice[part], entry?.[part], { room: 4 }));
    return [printedHeading(dayWords(day)), ...asked];
  }

  /** @param {string} day */
  deleting(day) {
    const id = `${this.id}-delete${day && `-${day}`}`;
    const onclick = once(() => this.remove(day || this.day));
    const words = this.words(day ? "delete" : "delete_today");
    return button({ class: "kit-form-quiet", id, onclick }, words, day ? onlyRead(` ${dayWords(day)}`) : null);
  }

  deleted() {
    return element("div", { class: "kit-form-buttons kit-journal-deleted" }, this.deletedLine.node, this.undelete);
  }

  /** @param {string} day */
  remove(day) {
    const entry = own(this.sheet.value.entries, day);
    if (!entry) return;
    this.gone = { entries: { [day]: entry } };
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    this.sheet.replace(journalWithout(this.sheet.value, day));
    this.deletedLine.say("deleted", "", this.words("deleted", { day: dayWords(day) }));
    this.undelete.hidden = false;
    this.undelete.focus();
  }

  bringBack() {
    if (!this.gone) return;
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

  turnDay() {
    this.turnPage();
    super.turnDay();
  }

  /** @param {Entries} journal */
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

// Whether the focus, as it comes and goes, stays within a node.
/** @param {Node} node @param {EventTarget | null} target */
function holds(node, target) {
  return target instanceof Node && node.contains(target);
}

/** @param {Kit.Rendering<Kit.PracticeSpec<JournalPractice>>} rendering */
function render({ model, el }) {
  return show(new Journal(model.get("spec")), el);
}

export default { render };
