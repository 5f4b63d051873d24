// The five-step walk: one's own situation, or a vignette whose story depends on the turns one takes.

import { button, control, element, own } from "../../../widgets/static/shared/dom.js";
import { Practice, mark, show } from "../../../widgets/static/shared/practice.js";
import { paragraphs } from "../../../widgets/static/shared/printing.js";
import { folded, group, selectField } from "../../../widgets/static/shared/settings.js";
import { Sheet } from "../../../widgets/static/shared/sheet.js";
import { HEAPS, ownLines, walkBlank, walkFits, walkMerged, wayThrough } from "./way.js";

/** @import { Ending, Leaning, Scene, Step, Turn, Vignette, Walked, WalkStep } from "./way.js" */
/** @typedef {Kit.Practice & { steps: WalkStep[], vignettes: Vignette[] }} Stories */
/** @typedef {{ scene: Scene, turn: Turn }} Taken */
/** @typedef {{ node: HTMLElement, show: () => void }} Shown */

const OWN = "own";
const KINDS = ["listen", "help", "understanding", "acknowledge", "nothing"];
/** @type {Leaning[]} */
const LEANINGS = ["empathy", "detachment", "compassion"];

// The five steps with a situation of one's own, one step at a time; every word of it stays in this browser.
class WalkOwn {
  /**
   * @param {{
   *   sheet: Sheet<Walked>, steps: WalkStep[], id: string, words: Kit.Words, level: number,
   *   at: () => number, go: (at: number) => void,
   * }} about
   */
  constructor({ sheet, steps, id, words, level, at, go }) {
    this.sheet = sheet;
    this.steps = steps;
    this.id = id;
    this.words = words;
    this.level = level;
    this.at = at;
    this.go = go;
    this.parts = Object.fromEntries(steps.map((step) => [step.id, this.part(step)]));
    this.back = button({ class: "kit-form-quiet", id: `${id}-back`, onclick: () => this.move(-1) }, words("step_back"));
    this.next = button({ class: "kit-form-send", id: `${id}-next`, onclick: () => this.move(1) }, words("step_next"));
    const print = sheet.printing("print_walk", () => this.printed(), { title: words("own_title") });
    const buttons = element("div", { class: "kit-form-buttons" }, this.next, this.back, print);
    this.node = element("div", {}, ...Object.values(this.parts).map(({ node }) => node), buttons, sheet.printNote());
  }

  get step() {
    return this.steps[this.at()].id;
  }

  /** @param {WalkStep} step */
  part({ id: step, title, prompt }) {
    const head = control(`h${this.level}`, { class: "kit-walk-head", tabindex: "-1" }, title);
    const areas = this.areas(step);
    const kinds = step === "act" ? this.kinds() : null;
    const node = element("div", {}, head, element("p", {}, prompt), kinds?.node, ...areas.map((area) => area.node));
    return { node, head, show: () => [...areas, ...(kinds ? [kinds] : [])].forEach((field) => field.show()) };
  }

  /** @param {Step} step */
  areas(step) {
    const names = step === "assess" ? HEAPS : [step];
    const rows = step === "assess" ? 2 : 3;
    return names.map((name) => this.sheet.area(name, { label: this.words(`note_${name}`), rows }));
  }

  kinds() {
    const name = `${this.id}-kind`;
    const inputs = KINDS.map((kind) => {
      const input = control("input", { type: "radio", name, id: `${name}-${kind}`, value: kind });
      input.addEventListener("change", () => this.sheet.set({ kind }));
      return input;
    });
    const labels = inputs.map((input) => element("label", { class: "kit-practice-switch", for: input.id },
      input, element("span", {}, this.words(`kind_${input.value}`))));
    const show = () => inputs.forEach((input) => (input.checked = this.sheet.value.kind === input.value));
    return { node: group(this.words("kind"), ...labels), show };
  }

  /** @param {number} by */
  move(by) {
    this.go(Math.min(this.steps.length - 1, Math.max(0, this.at() + by)));
    this.parts[this.step].head.focus();
  }

  show() {
    for (const [step, part] of Object.entries(this.parts)) {
      part.node.hidden = step !== this.step;
      part.show();
    }
    this.back.hidden = this.at() === 0;
    this.next.hidden = this.at() === this.steps.length - 1;
  }

  lines() {
    return ownLines(this.sheet.value, this.steps, this.words);
  }

  printed() {
    const said = this.lines();
    return paragraphs(said.length ? said : [this.words("nothing_written")]);
  }
}

// A turn that was taken, after the step at which it was.
/** @param {Taken} taken @param {Kit.Words} words */
function trailed({ scene, turn }, words) {
  return words("trail", { step: words(`step_${scene.step}`), turn: turn.label });
}

// A vignette to walk through: one scene at a time, with a way back, to an ending that praises and blames nobody.
class WalkStory {
  // The way that is shown.
  shown = "";

  // "turns" reads the way that was taken so far, and "take" keeps another one.
  /**
   * @param {{
   *   vignette: Vignette, id: string, words: Kit.Words, level: number,
   *   turns: () => string[], take: (turns: string[]) => void, thought: Shown,
   * }} about
   */
  constructor({ vignette, id, words, level, turns, take, thought }) {
    this.vignette = vignette;
    this.id = id;
    this.words = words;
    this.level = level;
    this.turns = turns;
    this.take = take;
    this.thought = thought;
    this.place = element("div", { class: "kit-walk-place" });
    const quiet = (/** @type {string} */ name, /** @type {() => void} */ onclick) => ({
      class: "kit-form-quiet", id: `${id}-${name}`, onclick,
    });
    this.back = button(quiet("back", () => this.go(this.taken.slice(0, -1))), words("one_back"));
    this.again = button(quiet("again", () => this.go([])), words("from_start"));
    const situation = element("p", { class: "kit-walk-situation" }, vignette.situation);
    const buttons = element("div", { class: "kit-form-buttons" }, this.back, this.again);
    this.node = element("div", {}, situation, this.place, buttons);
  }

  get step() {
    return wayThrough(this.vignette, this.turns()).here.step ?? "reflect";
  }

  // The way as far as it still leads somewhere.
  get taken() {
    return wayThrough(this.vignette, this.turns()).way.map(({ turn }) => turn.id);
  }

  /** @param {string[]} turns */
  go(turns) {
    this.take(turns);
    // Who uses a keyboard or listens is taken along to what has changed.
    const head = /** @type {HTMLElement | null} */ (this.place.querySelector("[tabindex]"));
    head?.focus();
  }

  show() {
    const { way, here } = wayThrough(this.vignette, this.turns());
    this.back.hidden = way.length === 0;
    this.again.hidden = way.length < 2;
    const key = JSON.stringify(way.map(({ turn }) => turn.id));
    if (key === this.shown) return;
    this.shown = key;
    this.place.replaceChildren(...(here.turns ? this.scene(here, way) : this.ending(here, way)));
  }

  /** @param {string} text */
  heading(text) {
    return control(`h${this.level}`, { class: "kit-walk-head", tabindex: "-1" }, text);
  }

  // What was just done leads into what comes of it.
  /** @param {Taken[]} way */
  before(way) {
    const last = way.at(-1);
    return last ? element("p", { class: "kit-walk-taken" }, this.words("you_chose", { turn: last.turn.label })) : null;
  }

  /** @param {Scene} scene @param {Taken[]} way */
  scene({ id, step, text, turns }, way) {
    const title = this.words(`step_${step}`);
    const offered = turns.map((turn) => {
      const onclick = () => this.go([...this.taken, turn.id]);
      const marks = { class: "kit-walk-turn", id: `${this.id}-${id}-${turn.id}` };
      return element("li", {}, button({ ...marks, onclick }, turn.label));
    });
    const label = this.words("turns_of", { step: title });
    const list = element("ul", { class: "kit-walk-turns", "aria-label": label }, ...offered);
    return [this.heading(title), this.before(way), element("p", {}, text), list].filter((node) => node !== null);
  }

  /** @param {Ending} ending @param {Taken[]} way */
  ending({ leans, text, question }, way) {
    const { words, thought } = this;
    const trail = way.map((taken) => element("li", {}, trailed(taken, words)));
    return [
      this.heading(words("step_reflect")), this.before(way), element("p", {}, text),
      this.contrast(leans),
      element("p", { class: "kit-walk-question" }, question), thought.node,
      folded(`${this.id}-trail`, words("your_way"), element("ol", { class: "kit-walk-trail" }, ...trail)),
      element("p", { class: "kit-practice-about kit-walk-share" }, words("share_way", { way: words(`way_${leans}`) })),
    ].filter((node) => node !== null);
  }

  /** @param {Leaning} leans */
  contrast(leans) {
    const parts = LEANINGS.map((name) => {
      const nearest = name === leans;
      const label = element("p", { class: "kit-walk-leaning" }, this.words(`leans_${name}`));
      const here = nearest ? element("p", { class: "kit-walk-nearest" }, this.words("nearest")) : null;
      return element("li", { "data-nearest": nearest }, label, here, element("p", {}, this.vignette.contrast[name]));
    });
    const title = element("p", { class: "kit-walk-three" }, this.words("three_ways"));
    return element("div", {}, title, element("ul", { class: "kit-walk-contrast" }, ...parts));
  }
}

/** @extends {Practice<Stories>} */
class Walk extends Practice {
  about = this.aboutField();
  /** @type {{ [step: string]: HTMLElement }} */
  marks = Object.fromEntries(this.practice.steps.map(({ id, title }) => [id, element("li", {}, title)]));
  /** @type {WalkOwn | WalkStory | null} */
  part = null;
  /** @type {Shown | null} */
  thought = null;
  shownAbout = "";

  /** @param {Kit.PracticeSpec<Stories>} spec */
  constructor(spec) {
    super(spec, "walk");
    this.at = 0;
    /** @type {Sheet<Walked>} */
    this.sheet = new Sheet(this, {
      blank: walkBlank,
      fits: walkFits,
      lines: (value) => this.lines(value),
      changed: () => this.refresh(),
      merge: (here, found) => {
        const between = this.words("from_copy");
        return walkMerged(here, found, { between, written: this.sheet.written });
      },
    });
    this.place = element("div", { class: "kit-walk" });
    this.build(this.chooser(), this.stepper(), this.place, this.notes(), this.sheet.clearing(), ...this.sheet.nodes);
  }

  aboutField() {
    const { practice, words, id } = this;
    const stories = practice.vignettes.map(({ id: value, title }) => ({ value, label: title }));
    const options = [{ value: OWN, label: words("about_own") }, ...stories];
    const changed = (/** @type {string} */ about) => this.choose(about);
    return selectField({ id: `${id}-about`, label: words("about"), options, changed });
  }

  chooser() {
    return element("div", { class: "kit-walk-about" }, this.about.node);
  }

  stepper() {
    const marks = Object.values(this.marks);
    return element("ol", { class: "kit-walk-steps", "aria-label": this.words("steps") }, ...marks);
  }

  // A week that brings one story begins with it; what was chosen in one week does not decide for another.
  get story() {
    const { vignettes } = this.practice;
    const first = vignettes.length === 1 ? vignettes[0].id : OWN;
    const about = own(this.sheet.value.abouts, String(this.spec.week)) ?? first;
    return vignettes.find(({ id }) => id === about);
  }

  /** @param {string} about */
  choose(about) {
    this.sheet.set({ abouts: { ...this.sheet.value.abouts, [String(this.spec.week)]: about } });
    this.refresh();
  }

  reread() {
    this.sheet.read();
  }

  refresh() {
    const about = this.story?.id ?? OWN;
    const part = this.partAbout(about);
    this.about.show(about);
    part.show();
    this.thought?.show();
    for (const [step, node] of Object.entries(this.marks)) mark(node, step === part.step);
  }

  // The part for this story or for one's own; it is drawn anew only where it is another.
  /** @param {string} about */
  partAbout(about) {
    if (this.part && about === this.shownAbout) return this.part;
    this.shownAbout = about;
    this.part = this.story ? this.storyPart(this.story) : this.ownPart();
    this.place.replaceChildren(this.part.node);
    return this.part;
  }

  ownPart() {
    const { sheet, words, practice, spec } = this;
    this.thought = null;
    const go = (/** @type {number} */ at) => {
      this.at = at;
      this.refresh();
    };
    const [id, level] = [`${this.id}-own`, spec.heading + 1];
    return new WalkOwn({ sheet, steps: practice.steps, id, words, level, at: () => this.at, go });
  }

  /** @param {Vignette} vignette */
  storyPart(vignette) {
    const { sheet, words, spec } = this;
    const take = (/** @type {string[]} */ turns) => {
      sheet.set({ ways: { ...sheet.value.ways, [vignette.id]: turns } });
      this.refresh();
    };
    this.thought = this.thoughtOn(vignette.id);
    return new WalkStory({
      vignette, words, level: spec.heading + 1, id: `${this.id}-${vignette.id}`, thought: this.thought, take,
      turns: () => own(sheet.value.ways, vignette.id) ?? [],
    });
  }

  /** @param {string} name @returns {Shown} */
  thoughtOn(name) {
    const { sheet, words, id } = this;
    const input = control("textarea", { id: `${id}-thought`, rows: 3, dir: "auto", autocomplete: "off" });
    input.addEventListener("input", () => sheet.set({ thoughts: { ...sheet.value.thoughts, [name]: input.value } }));
    const label = element("label", { for: input.id }, words("thought"));
    const node = element("div", { class: "kit-practice-writing" }, label, input);
    const show = () => {
      const text = own(sheet.value.thoughts, name) ?? "";
      if (input.value !== text) input.value = text;
    };
    return { node, show };
  }

  /** @param {Walked} value */
  lines(value) {
    const { practice, words } = this;
    const stories = practice.vignettes.flatMap((vignette) => {
      const { way } = wayThrough(vignette, own(value.ways, vignette.id) ?? []);
      const thought = own(value.thoughts, vignette.id);
      const walked = way.map((taken) => trailed(taken, words));
      return way.length || thought ? [vignette.title, ...walked, ...(thought ? [thought] : []), ""] : [];
    });
    const mine = ownLines(value, practice.steps, words);
    return [...(mine.length ? [words("own_title"), ...mine, ""] : []), ...stories];
  }
}

/** @param {Kit.Rendering<Kit.PracticeSpec<Stories>>} rendering */
function render({ model, el }) {
  return show(new Walk(model.get("spec")), el);
}

export default { render };
