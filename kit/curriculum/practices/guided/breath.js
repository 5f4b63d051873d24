// The breath pacer: a calm circle, words and a soft tone, each of which can be had without the others.

import { element, own } from "../../../widgets/static/shared/dom.js";
import { mark, put, show } from "../../../widgets/static/shared/practice.js";
import { folded, group, numberField, selectField, switchField } from "../../../widgets/static/shared/settings.js";
import { TimedPractice } from "../../../widgets/static/shared/timed.js";
import { clockWords } from "../../../widgets/static/shared/timer.js";
import { Tone } from "../../../widgets/static/shared/tone.js";
import { PHASES, PRESETS, SETTLING, breathAt, fullness, presetOf, roundLength, roundsOf } from "./pace.js";

/** @import { Breathing, Pace, Phase } from "./pace.js" */

const BREATH_SHAPES = {
  inhale: { min: 2, max: 10, value: 4 },
  hold: { min: 0, max: 10, value: 2 },
  exhale: { min: 2, max: 15, value: 6 },
  length: { among: ["rounds", "minutes"], value: "rounds" },
  rounds: { min: 1, max: 60, value: 3 },
  minutes: { min: 1, max: 30, value: 3 },
  motion: { value: true },
  text: { value: true },
  tone: { value: false },
  announce: { value: true },
  aloud: { value: false },
};
/** @type {("rounds" | "minutes")[]} */
const LENGTHS = ["rounds", "minutes"];
/** @type {("motion" | "text" | "tone" | "announce")[]} */
const SENSES = ["motion", "text", "tone", "announce"];
const LOW = 174;
const HIGH = 220;
const SMALLEST = 0.42;

/** @extends {TimedPractice<Kit.Practice, typeof BREATH_SHAPES>} */
class Breath extends TimedPractice {
  circle = element("div", { class: "kit-breath-circle" });
  phase = element("p", { class: "kit-breath-phase" });
  count = element("p", { class: "kit-breath-count" });
  round = element("p", { class: "kit-breath-round" });
  /** @type {{ [phase in Phase]: HTMLElement }} */
  marks = { inhale: element("li"), hold: element("li"), exhale: element("li") };
  row = element("ol", { class: "kit-breath-phases" }, ...Object.values(this.marks));
  spoken = element("div", { class: "kit-breath-words" }, this.phase, this.count);
  preset = this.presetField();

  /** @param {Kit.PracticeSpec} spec */
  constructor(spec) {
    // Who has asked the device for less motion gets none until they ask for it here.
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const shapes = { ...BREATH_SHAPES, motion: { value: !still } };
    super(spec, { module: "breath", shapes, from: -SETTLING });
    this.build(this.stage(), ...this.buttons(), this.notes(), this.options());
  }

  /** @returns {Pace} */
  get pace() {
    const { settings } = this;
    return { inhale: settings.get("inhale"), hold: settings.get("hold"), exhale: settings.get("exhale") };
  }

  get rounds() {
    const { settings } = this;
    const [length, rounds, minutes] = [settings.get("length"), settings.get("rounds"), settings.get("minutes")];
    return roundsOf(this.pace, { length, rounds, minutes });
  }

  stage() {
    const disc = element("div", { class: "kit-breath-disc" }, this.circle, this.spoken);
    this.scene = element("div", { class: "kit-practice-stage" }, disc, this.row, this.round);
    return this.scene;
  }

  presetField() {
    const { words, id } = this;
    const presets = [...Object.keys(PRESETS), "own"].map((value) => ({ value, label: words(`preset_${value}`) }));
    const changed = (/** @type {string} */ name) => this.usePreset(name);
    return selectField({ id: `${id}-preset`, label: words("preset"), options: presets, changed });
  }

  options() {
    const { words, id } = this;
    const pace = PHASES.map((name) => this.field(numberField, name, { step: 0.5 }));
    const lengths = LENGTHS.map((value) => ({ value, label: words(`length_${value}`) }));
    const length = this.field(selectField, "length", { options: lengths });
    const many = LENGTHS.map((name) => this.field(numberField, name));
    const switches = SENSES.map((name) => this.field(switchField, name, { about: words(`${name}_about`) }));
    this.fields.tone.input.disabled = !Tone.possible;
    return folded(`${id}-options`, words("breath_options"),
      group(words("pace"), this.preset.node, element("div", { class: "kit-practice-row" }, ...pace)),
      group(words("how_long"), element("div", { class: "kit-practice-row" }, length, ...many)),
      group(words("see_and_hear"), ...switches, this.aloud()), this.forgetSettings());
  }

  /** @param {string} name */
  usePreset(name) {
    const preset = own(PRESETS, name);
    if (preset) this.choose(Object.fromEntries(PHASES.map((phase, index) => [phase, preset[index]])));
    else this.fields.inhale.input.focus();
  }

  // With another pace the round begins again; the rounds that are done stay done.
  /** @param {Kit.Named} values */
  choose(values) {
    const { course } = this;
    const before = course.passed;
    const done = Math.floor(before / roundLength(this.pace));
    const changesPace = PHASES.some((phase) => phase in values && values[phase] !== this.pace[phase]);
    this.settings.set(values);
    // Before anything is drawn: with a quicker pace the same seconds could be the end already.
    if (changesPace && before > 0 && course.going) {
      course.jump(Math.min(done, this.rounds - 1) * roundLength(this.pace));
      this.said = "";
    }
    this.refresh();
    if (course.state === "running" && "tone" in values) this.tone.wake();
    if (values.tone === false) this.tone.hush();
    this.draw();
  }

  refresh() {
    super.refresh();
    this.preset.show(presetOf(this.pace));
    const length = this.settings.get("length");
    for (const name of LENGTHS) this.fields[name].node.hidden = name !== length;
  }

  moves() {
    return this.settings.get("motion");
  }

  /** @returns {void} */
  draw() {
    const { state, going } = this.course;
    const now = going ? breathAt(this.pace, this.rounds, this.course.passed) : noBreath(state === "done");
    if (now.phase === "over" && going) {
      this.finish();
      return this.draw();
    }
    this.drawCircle(now);
    this.drawWords(now);
    if (state === "running") this.follow(now);
    return undefined;
  }

  /** @param {Breathing} now */
  drawCircle(now) {
    const size = this.moves() ? SMALLEST + (1 - SMALLEST) * fullness(now) : 0.8;
    this.circle.style.transform = `scale(${size.toFixed(4)})`;
  }

  /** @param {Breathing} now */
  drawWords(now) {
    const { words } = this;
    const shown = this.settings.get("text");
    for (const node of [this.spoken, this.row, this.round]) node.hidden = !shown;
    put(this.phase, words(`phase_${now.phase}`));
    put(this.count, now.count ? String(now.count) : "");
    put(this.round, now.round ? words("round_of", { round: now.round, rounds: this.rounds }) : this.plan());
    for (const phase of PHASES) {
      const seconds = this.settings.get(phase);
      put(this.marks[phase], words(`mark_${phase}`, { seconds }));
      this.marks[phase].hidden = seconds === 0;
      mark(this.marks[phase], now.phase === phase);
    }
  }

  plan() {
    const seconds = this.rounds * roundLength(this.pace);
    return this.words(this.rounds === 1 ? "plan_one" : "plan", { rounds: this.rounds, time: clockWords(seconds) });
  }

  // Once for each phase: what is announced, and what sounds.
  /** @param {Breathing} now */
  follow(now) {
    if (!this.isNew(`${now.round}/${now.phase}`)) return;
    this.announce(this.words(`phase_${now.phase}`));
    this.readAloud(this.words(`phase_${now.phase}`));
    if (!this.settings.get("tone")) return;
    const left = 1 - now.share;
    if (now.phase === "inhale") this.tone.glide(LOW, HIGH, this.pace.inhale * left);
    if (now.phase === "exhale") this.tone.glide(HIGH, LOW, this.pace.exhale * left);
  }
}

// Nobody is in a breath: before the first, or after the last.
/** @param {boolean} over @returns {Breathing} */
function noBreath(over) {
  return { phase: over ? "over" : "before", round: 0, share: 0, count: 0 };
}

/** @param {Kit.Rendering<Kit.PracticeSpec>} rendering */
function render({ model, el }) {
  return show(new Breath(model.get("spec")), el);
}

export default { render };
