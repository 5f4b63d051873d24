// Phrases of goodwill, which become one's own by being changed. They are kept in this browser and never sent.

import { button, control, element, once, own } from "../../../widgets/static/shared/dom.js";
import { folded, switchField } from "../../../widgets/static/shared/settings.js";
import { WHOM } from "./sitting.js";

export class OwnPhrases {
  constructor({ kept, practice, id, words, changed }) {
    Object.assign(this, { kept, practice, words, changed, parts: {} });
    this.given = Object.fromEntries(WHOM.map((whom) => [whom, words(`phrases_${whom}`)]));
    for (const { whom, lines } of practice.phrases) this.given[whom] = lines.join("\n");
    this.read();
    const back = button({ class: "kit-form-quiet", id: `${id}-first`, onclick: once(() => this.forget()) }, words("phrases_back"));
    this.undo = button({ class: "kit-form-quiet", id: `${id}-again`, hidden: true, onclick: () => this.bringBack() }, words("clear_undo"));
    this.node = folded(`${id}-phrases`, words("phrases_own"), element("p", {}, words("phrases_about")),
      ...WHOM.map((whom) => this.part(whom, `${id}-${whom}`)), element("div", { class: "kit-form-buttons kit-sitting-first" }, back, this.undo));
    this.back = back;
  }

  part(whom, id) {
    const label = this.words(`whom_${whom}`);
    const changed = (on) => this.include(whom, on);
    const pick = switchField({ id: `${id}-pick`, label, changed });
    const text = control("textarea", { id: `${id}-text`, rows: 4, dir: "auto", autocomplete: "off", "aria-label": this.words("phrases_for", { whom: label }) });
    text.addEventListener("input", () => this.write({ ...this.own, lines: { ...this.own.lines, [whom]: text.value } }));
    this.parts[whom] = { pick, text };
    return element("div", { class: "kit-sitting-whom" }, pick.node, text);
  }

  read() {
    const found = this.kept.read("private");
    const whole = found && typeof found === "object" ? found : {};
    this.own = { lines: whole.lines ?? {}, whom: whole.whom ?? {} };
  }

  write(value) {
    this.own = value;
    this.kept.write("private", value);
    this.changed();
  }

  // What was written stays when somebody is left out for a day.
  include(whom, on) {
    const now = WHOM.filter((one) => (one === whom ? on : this.chosen.includes(one)));
    this.write({ ...this.own, whom: { ...this.own.whom, [this.practice.id]: now } });
  }

  // What was one's own can be had again, also after something new was written for somebody.
  bringBack() {
    const lines = { ...this.gone.lines, ...this.own.lines };
    this.write({ lines, whom: { ...this.gone.whom, ...this.own.whom } });
    this.gone = null;
    this.undo.hidden = true;
    this.back.focus();
  }

  forget() {
    if (Object.keys(this.own.lines).length) this.gone = this.own;
    this.undo.hidden = !this.gone;
    const whom = Object.fromEntries(Object.entries(this.own.whom).filter(([id]) => id !== this.practice.id));
    this.write({ lines: {}, whom });
  }

  get chosen() {
    const found = own(this.own.whom, this.practice.id);
    if (Array.isArray(found)) return WHOM.filter((whom) => found.includes(whom));
    const given = this.practice.phrases.map(({ whom }) => whom);
    return given.length ? WHOM.filter((whom) => given.includes(whom)) : ["self", "dear", "all"];
  }

  textOf(whom) {
    const found = own(this.own.lines, whom);
    return typeof found === "string" ? found : this.given[whom];
  }

  get sequence() {
    return this.chosen.flatMap((whom) => {
      const lines = this.textOf(whom).split("\n").map((line) => line.trim()).filter(Boolean);
      return lines.map((text) => ({ text, whom: this.words(`whom_${whom}`) }));
    });
  }

  show() {
    const { chosen } = this;
    for (const whom of WHOM) {
      const { pick, text } = this.parts[whom];
      pick.show(chosen.includes(whom));
      text.hidden = !chosen.includes(whom);
      // Only other words: replacing the same ones would throw away the undo history of who is writing.
      if (text.value !== this.textOf(whom)) text.value = this.textOf(whom);
    }
  }
}
