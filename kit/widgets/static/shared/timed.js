// A practice that takes its time: a way to begin, pause and stop at any moment, and a line that says how it stands.

import { Awake } from "./awake.js";
import { button, element, giveWay } from "./dom.js";
import { Practice } from "./practice.js";
import { Settings, folded, group, selectField, switchField } from "./settings.js";
import { statusLine } from "./status.js";
import { Course } from "./timer.js";
import { Tone } from "./tone.js";
import { Voice } from "./voice.js";

/**
 * @template {Kit.Practice} P
 * @template {Kit.Shapes} S
 * @extends {Practice<P>}
 */
export class TimedPractice extends Practice {
  // One button begins, pauses and goes on, so that it keeps the focus; the other stops and needs no reason.
  main = button({ class: "kit-form-send", id: `${this.id}-main`, onclick: () => this.press() });
  halt = button({ class: "kit-form-quiet", id: `${this.id}-stop`, onclick: () => this.stop() }, this.words("stop"));
  line = statusLine("kit-form-status kit-practice-line");
  screen = element("p", { class: "kit-practice-about kit-practice-screen", hidden: Awake.possible },
    this.words("screen_on"));
  steps = element("div", { class: "kit-form-buttons" });
  // What was announced last, for a practice that says nothing twice.
  said = "";

  // "shapes" says what can be set; "from" is where the time begins.
  /** @param {Kit.PracticeSpec<P>} spec @param {{ module: string, shapes: S, from: number }} how */
  constructor(spec, { module, shapes, from }) {
    super(spec, module);
    /** @type {{ [name: string]: Kit.Field<Kit.Setting> }} */
    this.fields = {};
    /** @type {Settings<S>} */
    this.settings = new Settings(this.kept, this.bus, shapes);
    this.tone = new Tone();
    this.voice = new Voice(() => this.showAloud());
    const place = `${this.kept.key("place")}/${spec.week}/${spec.practice.id}`;
    this.course = new Course({
      from,
      place,
      draw: () => this.draw(),
      smooth: () => this.moves(),
      paused: () => this.pause(),
      woke: () => this.sounds(),
    });
    this.awake = new Awake((goesOff) => this.showScreen(goesOff));
  }

  buttons() {
    const row = element("div", { class: "kit-form-buttons kit-practice-buttons" }, this.main, this.halt);
    return [row, element("div", {}, this.screen, this.line.node)];
  }

  /** @param {boolean} goesOff */
  showScreen(goesOff) {
    this.screen.hidden = !goesOff;
  }

  // A control for the setting called "name", which shows what is set and keeps what is chosen.
  /**
   * @template {Kit.Setting} V
   * @template {Kit.Shape} F
   * @param {(how: Kit.FieldOptions<V | null> & { shape: F }) => Kit.Field<V>} make
   * @param {keyof S & string} name
   * @param {Partial<Kit.FieldOptions<V | null>>} [options]
   */
  field(make, name, options) {
    const shape = /** @type {F} */ (/** @type {Kit.Shape} */ (this.settings.shapes[name]));
    const changed = (/** @type {V | null} */ value) => this.choose(value === null ? {} : { [name]: value });
    const made = make({ id: `${this.id}-${name}`, label: this.words(name), shape, changed, ...options });
    this.fields[name] = made;
    return made.node;
  }

  // A switch that is there where the device can read aloud by itself.
  /** @this {TimedPractice<P, S & Kit.AloudShapes>} */
  aloud() {
    const node = this.field(switchField, "aloud", { about: this.words("aloud_about") });
    this.showAloud();
    return node;
  }

  showAloud() {
    if (this.fields.aloud) this.fields.aloud.node.hidden = !this.voice.possible || !this.words("aloud");
  }

  // Whether this was not what was said last; then it is now.
  /** @param {string} key */
  isNew(key) {
    if (this.said === key) return false;
    this.said = key;
    return true;
  }

  get readsAloud() {
    return "aloud" in this.settings.shapes && this.settings.get("aloud") === true;
  }

  // Never anything that somebody has written.
  /** @param {string} words */
  readAloud(words) {
    if (this.readsAloud) this.voice.say(words);
  }

  forgetSettings() {
    const reset = () => {
      this.settings.reset();
      this.refresh();
    };
    return button({ class: "kit-form-quiet", id: `${this.id}-reset`, onclick: reset }, this.words("reset"));
  }

  // Bells, a clock and words for a screen reader, each to be switched by itself.
  /**
   * @this {TimedPractice<P, S & Kit.SenseShapes>}
   * @param {string} title
   * @param {{ value: string, label: string }[]} bells
   */
  senses(title, bells) {
    const { id, words } = this;
    const rung = this.field(selectField, "bells", { options: bells });
    this.fields.bells.input.disabled = !Tone.possible;
    const switches = ["clock", "announce"]
      .map((name) => this.field(switchField, name, { about: words(`${name}_about`) }));
    const about = element("p", { class: "kit-practice-about" }, words("bells_about"));
    const sensed = group(words("see_and_hear"), rung, about, ...switches);
    return folded(`${id}-options`, title, sensed, this.forgetSettings());
  }

  // Back and on by one, for what goes in steps; "go" does it.
  stepButtons() {
    const quiet = { class: "kit-form-quiet" };
    const step = (/** @type {string} */ name, /** @type {number} */ by) =>
      button({ ...quiet, id: `${this.id}-${name}`, onclick: () => this.go(by) }, this.words(name));
    this.steps.append(step("back", -1), step("next", 1));
    return this.steps;
  }

  /** @param {number} index @param {number} count */
  showSteps(index, count) {
    giveWay(this.steps, index < 0 || count < 2, this.main);
    const [back, next] = this.steps.children;
    back.setAttribute("aria-disabled", String(index <= 0));
    next.setAttribute("aria-disabled", String(index === count - 1));
  }

  // Bells at these seconds of the course, as far as they are still to come.
  /** @param {number[]} seconds */
  ring(seconds) {
    const { tone, course } = this;
    tone.hush();
    const ahead = seconds.map((at) => at - course.passed);
    for (const after of ahead) if (after > -0.5) tone.bell(Math.max(0, after));
  }

  reread() {
    this.settings.read();
  }

  close() {
    super.close();
    this.course.close();
    this.awake.close();
    this.tone.close();
    this.voice.close();
  }

  /** @param {Kit.Named} values */
  choose(values) {
    this.settings.set(values);
    this.refresh();
  }

  refresh() {
    for (const [name, field] of Object.entries(this.fields)) field.show(this.settings.get(name));
    if (!this.readsAloud) this.voice.hush();
    this.draw();
    this.tell();
  }

  press() {
    if (this.course.state === "running") return this.pause();
    this.tone.wake();
    this.said = "";
    this.course.begin();
    this.sounds();
    return this.tell();
  }

  pause() {
    this.tone.hush();
    this.voice.hush();
    this.course.pause();
    this.refresh();
  }

  stop() {
    this.tone.hush();
    this.voice.hush();
    this.course.end("stopped");
    this.main.focus();
    this.refresh();
  }

  // The last bell rings on after the end.
  finish() {
    this.course.end("done");
    this.tell();
  }

  tell() {
    const { state, going } = this.course;
    if (state === "running") this.awake.hold();
    else this.awake.letGo();
    this.main.textContent = this.words(state === "running" ? "pause" : state === "paused" ? "go_on" : "start");
    giveWay(this.halt, !going, this.main);
    this.line.say(state, this.words(`title_${state}`), this.words(`says_${state}`));
    if (!going) this.announce("");
  }

  // It can be switched off.
  /** @param {string} words */
  announce(words) {
    super.announce(this.settings.get("announce") ? words : "");
  }

  // What is shown now.
  draw() {}

  // Back or on by so many steps, where a practice has steps.
  /** @param {number} _by */
  go(_by) {}

  moves() {
    return false;
  }

  sounds() {}
}
