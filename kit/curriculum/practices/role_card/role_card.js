// The role and resources card: three heaps, four resources, and a thought on what may fit. The decision stays with
// whoever fills it in.

import { isNamed } from "../../../widgets/static/shared/copy_text.js";
import { control, element } from "../../../widgets/static/shared/dom.js";
import { Practice, put, show } from "../../../widgets/static/shared/practice.js";
import { paragraphs } from "../../../widgets/static/shared/printing.js";
import { group } from "../../../widgets/static/shared/settings.js";
import { Sheet } from "../../../widgets/static/shared/sheet.js";

/** @typedef {"enough" | "little" | "none"} Level */
/** @typedef {"time" | "skill" | "authority" | "energy"} Resource */
/** @typedef {"offer" | "refer" | "defer" | "decline"} Suggestion */
/**
 * @typedef {Kit.Practice & {
 *   resources: { [name in Resource]: { prompt: string } & { [level in Level]: string } },
 *   suggestions: { [name in Suggestion]: string },
 * }} Card
 */
/** @typedef {{ [name: string]: string | undefined }} Filled */

const HEAP_NAMES = ["mine", "shared", "not_mine"];
/** @type {Resource[]} */
const RESOURCES = ["time", "skill", "authority", "energy"];
/** @type {Level[]} */
const LEVELS = ["enough", "little", "none"];

/** @param {unknown} level @returns {level is Level} */
function isLevel(level) {
  return LEVELS.some((one) => one === level);
}

/** @param {unknown} value @returns {value is Filled} */
function cardFits(value) {
  const fits = (/** @type {[string, unknown]} */ [name, text]) =>
    RESOURCES.some((one) => one === name) ? isLevel(text) : typeof text === "string";
  return isNamed(value) && Object.entries(value).every(fits);
}

// Without skill or authority somebody else is better placed; without time or energy it may wait, and without either
// it is kinder to say no at once than to promise.
/** @param {Filled} filled @returns {Suggestion | null} */
function suggestionFor({ time, skill, authority, energy }) {
  if (![time, skill, authority, energy].every(isLevel)) return null;
  if (skill === "none" || authority === "none") return "refer";
  if (time === "none" && energy === "none") return "decline";
  return time === "none" || energy === "none" ? "defer" : "offer";
}

/** @extends {Practice<Card>} */
class RoleCard extends Practice {
  /** @param {Kit.PracticeSpec<Card>} spec */
  constructor(spec) {
    super(spec, "role_card");
    const { words } = this;
    /** @type {Sheet<Filled>} */
    this.sheet = new Sheet(this, {
      blank: () => ({}),
      fits: cardFits,
      lines: () => this.lines(),
      changed: () => this.refresh(),
    });
    const area = (/** @type {string} */ name, /** @type {number} */ rows) =>
      this.sheet.area(name, { label: words(name), rows });
    this.areas = [area("situation", 3), ...HEAP_NAMES.map((name) => area(name, 2))];
    this.line = [area("whom", 1), area("how", 1)];
    this.picks = RESOURCES.map((name) => this.pick(name));
    this.thought = element("p", { class: "kit-role-thought", role: "status" });
    this.referral = element("p", { class: "kit-role-line" });
    const print = this.sheet.printing("print_card", () => this.printed());
    this.build(...this.areas.map(({ node }) => node),
      group(words("resources"), ...this.picks.map(({ node }) => node)), this.thought,
      group(words("referral"), ...this.line.map(({ node }) => node), this.referral),
      this.sheet.clearing(print), ...this.sheet.nodes);
  }

  /** @param {Resource} name */
  pick(name) {
    const resource = this.practice.resources[name];
    const row = `${this.id}-${name}`;
    const inputs = LEVELS.map((level) => {
      const input = control("input", { type: "radio", name: row, id: `${row}-${level}`, value: level });
      input.addEventListener("change", () => {
        this.sheet.set({ [name]: level });
        this.refresh();
      });
      return input;
    });
    const labels = inputs.map((input, place) => element("label", { class: "kit-practice-pick", for: input.id },
      input, element("span", {}, resource[LEVELS[place]])));
    const legend = element("legend", { class: "kit-practice-legend" }, resource.prompt);
    const picks = element("div", { class: "kit-practice-picks" }, ...labels);
    const node = element("fieldset", { class: "kit-practice-group" }, legend, picks);
    return { node, show: () => inputs.forEach((input) => (input.checked = this.sheet.value[name] === input.value)) };
  }

  get suggestion() {
    return suggestionFor(this.sheet.value);
  }

  get referralLine() {
    const { whom = "", how = "" } = this.sheet.value;
    const line = how.trim() ? "referral_line_how" : "referral_line";
    return whom.trim() ? this.words(line, { whom: whom.trim(), how: how.trim() }) : "";
  }

  reread() {
    this.sheet.read();
  }

  refresh() {
    for (const part of [...this.areas, ...this.line, ...this.picks]) part.show();
    const { suggestion, practice, words } = this;
    put(this.thought, suggestion
      ? words("thought", { what: words(`fits_${suggestion}`), why: practice.suggestions[suggestion] })
      : words("no_thought"));
    put(this.referral, this.referralLine);
  }

  lines() {
    const { value } = this.sheet;
    const { words, practice, suggestion } = this;
    const texts = ["situation", ...HEAP_NAMES].map((name) => ({ name, text: value[name]?.trim() }));
    const written = texts.map(({ name, text }) => (text ? `${words(name)}\n${text}\n` : ""));
    const levels = RESOURCES.map((name) => this.levelLine(practice.resources[name], value[name]));
    const fits = suggestion ? words("fits", { what: words(`fits_${suggestion}`) }) : "";
    return [...written, ...levels, fits, this.referralLine].filter(Boolean);
  }

  /** @param {Card["resources"][Resource]} resource @param {unknown} level */
  levelLine(resource, level) {
    return isLevel(level) ? `${resource.prompt} ${resource[level]}` : "";
  }

  printed() {
    const said = this.lines();
    return paragraphs(said.length ? said : [this.words("nothing_yet")]);
  }
}

/** @param {Kit.Rendering<Kit.PracticeSpec<Card>>} rendering */
function render({ model, el }) {
  return show(new RoleCard(model.get("spec")), el);
}

export default { render };
