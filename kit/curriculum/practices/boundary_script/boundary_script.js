// The boundary-script builder: four parts, a look at what may be missing, and a card for the pocket.

import { isNamed } from "../../../widgets/static/shared/copy_text.js";
import { element } from "../../../widgets/static/shared/dom.js";
import { Practice, put, show } from "../../../widgets/static/shared/practice.js";
import { paragraphs, styled } from "../../../widgets/static/shared/printing.js";
import { folded } from "../../../widgets/static/shared/settings.js";
import { Sheet } from "../../../widgets/static/shared/sheet.js";

/** @typedef {{ id: string, title: string, prompt: string, example: string, signs: string[] }} Part */
/** @typedef {{ situation: string, says: string }} Ready */
/** @typedef {Kit.Practice & { parts: Part[], scripts: Ready[], rehearsal: string[] }} Script */
/** @typedef {{ [name: string]: string }} Texts */

/** @param {unknown} value @returns {value is Texts} */
function scriptFits(value) {
  return isNamed(value) && Object.values(value).every((text) => typeof text === "string");
}

// Whole words only; what counts is said on the page, so that nobody has to guess.
/** @param {string} text @param {string[]} signs */
function hasSign(text, signs) {
  const found = ` ${text.toLowerCase().replace(/[’]/g, "'").replace(/[^\p{L}\p{N}']+/gu, " ")} `;
  return signs.some((sign) => found.includes(` ${sign.toLowerCase()} `));
}

/** @extends {Practice<Script>} */
class BoundaryScript extends Practice {
  /** @param {Kit.PracticeSpec<Script>} spec */
  constructor(spec) {
    super(spec, "boundary_script");
    const { words, practice, id } = this;
    /** @type {Sheet<Texts>} */
    this.sheet = new Sheet(this, {
      blank: () => ({}),
      fits: scriptFits,
      lines: () => this.lines(),
      changed: () => this.refresh(),
    });
    this.situation = this.sheet.area("situation", { label: words("situation"), rows: 2 });
    this.parts = practice.parts.map((part) => this.part(part));
    this.missing = element("ul", { class: "kit-script-missing" });
    this.whole = element("p", { class: "kit-script-whole" });
    const look = element("div", { class: "kit-script-look", role: "status" }, this.missing);
    const print = this.sheet.printing("print_card", () => this.printed());
    const steps = practice.rehearsal.map((line) => element("li", {}, line));
    const rehearsal = steps.length
      ? folded(`${id}-rehearsal`, words("rehearsal"), element("ol", { class: "kit-script-steps" }, ...steps))
      : null;
    const ready = practice.scripts.map(({ situation, says }) =>
      element("li", {}, element("p", { class: "kit-practice-help" }, situation), element("p", {}, says)));
    const scripts = ready.length
      ? folded(`${id}-scripts`, words("scripts"), element("ul", { class: "kit-script-steps" }, ...ready))
      : null;
    this.build(scripts, this.situation.node, ...this.parts.map(({ node }) => node),
      element("p", { class: "kit-script-head" }, words("whole")), this.whole, look, rehearsal,
      this.sheet.clearing(print), ...this.sheet.nodes);
    // What is read out while somebody writes would only be in the way; it is looked at when a field is left.
    this.node.addEventListener("focusout", () => this.look());
  }

  /** @param {Part} part */
  part({ id, title, prompt, example }) {
    const area = this.sheet.area(id, { label: title, about: prompt, rows: 2 });
    const sample = element("p", { class: "kit-practice-help" }, this.words("example", { example }));
    area.input.addEventListener("input", () => this.assemble());
    return { ...area, node: element("div", {}, area.node, sample) };
  }

  reread() {
    this.sheet.read();
  }

  refresh() {
    for (const part of [this.situation, ...this.parts]) part.show();
    this.assemble();
    // Also a change in another copy comes here, while somebody writes in it.
    if (!document.activeElement?.matches("textarea")) this.look();
  }

  get sentences() {
    return this.practice.parts.map(({ id }) => (this.sheet.value[id] ?? "").trim()).filter(Boolean);
  }

  assemble() {
    put(this.whole, this.sentences.join(" ") || this.words("whole_empty"));
  }

  // Nothing is looked at before something is written, and what is said is an offer.
  look() {
    const { practice, words } = this;
    const found = this.sentences.length ? practice.parts.flatMap((part) => this.remark(part)) : [];
    const said = found.length || !this.sentences.length ? found : [words("all_there")];
    if (said.join() !== this.looked) this.missing.replaceChildren(...said.map((line) => element("li", {}, line)));
    this.looked = said.join();
  }

  /** @param {Part} part */
  remark({ id, title, signs }) {
    const text = (this.sheet.value[id] ?? "").trim();
    if (!text) return [this.words("part_empty", { part: title })];
    return hasSign(text, signs) ? [] : [this.words("part_sign", { part: title, signs: signs.slice(0, 6).join(", ") })];
  }

  lines() {
    const { value } = this.sheet;
    const situation = value.situation?.trim() ? [`${this.words("situation")}\n${value.situation.trim()}\n`] : [];
    return [...situation, ...this.sentences];
  }

  printed() {
    const said = this.sentences.length ? this.sentences : [this.words("whole_empty")];
    const card = {
      border: "1px solid currentColor", borderRadius: "3mm", padding: "5mm", width: "85mm", fontSize: "11pt",
    };
    return [styled("div", card, ...paragraphs(said))];
  }
}

/** @param {Kit.Rendering<Kit.PracticeSpec<Script>>} rendering */
function render({ model, el }) {
  return show(new BoundaryScript(model.get("spec")), el);
}

export default { render };
