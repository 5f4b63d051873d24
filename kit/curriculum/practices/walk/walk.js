// The five-step walk: one's own situation, or a vignette whose story depends on the turns one takes.

import { bothNamed } from "../../../widgets/static/shared/both.js";
import { control, element, own } from "../../../widgets/static/shared/dom.js";
import { Practice, mark, show } from "../../../widgets/static/shared/practice.js";
import { selectField } from "../../../widgets/static/shared/settings.js";
import { Sheet } from "../../../widgets/static/shared/sheet.js";
import { HEAPS, WalkOwn, ownLines } from "./own.js";
import { WalkStory, wayThrough } from "./story.js";

const OWN = "own";
const TEXTS = ["pause", "recognise", ...HEAPS, "act", "reflect"];

function fitsWalk(value) {
  const texts = (found) => found && typeof found === "object" && Object.values(found).every((text) => typeof text === "string");
  const ways = (found) => found && typeof found === "object" && Object.values(found).every((way) => Array.isArray(way));
  return Boolean(value) && texts(value.abouts) && ways(value.ways) && texts(value.thoughts) &&
    [...TEXTS, "kind"].every((name) => typeof (value[name] ?? "") === "string");
}

// The way through a story is taken as a whole; thoughts are words, and both of them stay.
function bothWalks(here, found, { between, written }) {
  const thoughts = bothNamed(here.thoughts, found.thoughts, { between, written: new Set(Object.keys(here.thoughts)) });
  const ways = { ...here.ways, ...found.ways };
  return { ...bothNamed(here, found, { between, written }), abouts: { ...found.abouts, ...here.abouts }, ways, thoughts };
}

class Walk extends Practice {
  constructor(spec) {
    super(spec, "walk");
    this.at = 0;
    this.sheet = new Sheet(this, {
      blank: () => ({ abouts: {}, ways: {}, thoughts: {} }),
      fits: fitsWalk,
      lines: (value) => this.lines(value),
      changed: () => this.refresh(),
      merge: (here, found) => bothWalks(here, found, { between: this.words("from_copy"), written: this.sheet.written }),
    });
    this.place = element("div", { class: "kit-walk" });
    this.build(this.chooser(), this.stepper(), this.place, this.notes(), this.sheet.clearing(), ...this.sheet.nodes);
  }

  chooser() {
    const { practice, words, id } = this;
    const stories = practice.vignettes.map(({ id: value, title }) => ({ value, label: title }));
    const options = [{ value: OWN, label: words("about_own") }, ...stories];
    this.about = selectField({ id: `${id}-about`, label: words("about"), options, changed: (about) => this.choose(about) });
    return element("div", { class: "kit-walk-about" }, this.about.node);
  }

  stepper() {
    this.marks = Object.fromEntries(this.practice.steps.map(({ id, title }) => [id, element("li", {}, title)]));
    return element("ol", { class: "kit-walk-steps", "aria-label": this.words("steps") }, ...Object.values(this.marks));
  }

  // A week that brings one story begins with it; what was chosen in one week does not decide for another.
  get story() {
    const { vignettes } = this.practice;
    const about = own(this.sheet.value.abouts, this.spec.week) ?? (vignettes.length === 1 ? vignettes[0].id : OWN);
    return vignettes.find(({ id }) => id === about);
  }

  choose(about) {
    this.sheet.set({ abouts: { ...this.sheet.value.abouts, [this.spec.week]: about } });
    this.refresh();
  }

  reread() {
    this.sheet.read();
  }

  refresh() {
    const about = this.story?.id ?? OWN;
    if (about !== this.shownAbout) {
      this.shownAbout = about;
      this.part = this.story ? this.storyPart(this.story) : this.ownPart();
      this.place.replaceChildren(this.part.node);
    }
    this.about.show(about);
    this.part.show();
    this.thought?.show();
    for (const [step, node] of Object.entries(this.marks)) mark(node, step === this.part.step);
  }

  ownPart() {
    const { sheet, words, practice, spec } = this;
    this.thought = null;
    const go = (at) => {
      this.at = at;
      this.refresh();
    };
    return new WalkOwn({ sheet, steps: practice.steps, id: `${this.id}-own`, words, level: spec.heading + 1, at: () => this.at, go });
  }

  storyPart(vignette) {
    const { sheet, words, spec } = this;
    const take = (turns) => {
      sheet.set({ ways: { ...sheet.value.ways, [vignette.id]: turns } });
      this.refresh();
    };
    this.thought = this.thoughtOn(vignette.id);
    return new WalkStory({
      vignette, words, level: spec.heading + 1, id: `${this.id}-${vignette.id}`, thought: this.thought, take,
      turns: () => own(sheet.value.ways, vignette.id) ?? [],
    });
  }

  thoughtOn(name) {
    const { sheet, words, id } = this;
    const input = control("textarea", { id: `${id}-thought`, rows: 3, dir: "auto", autocomplete: "off" });
    input.addEventListener("input", () => sheet.set({ thoughts: { ...sheet.value.thoughts, [name]: input.value } }));
    const node = element("div", { class: "kit-practice-writing" }, element("label", { for: input.id }, words("thought")), input);
    const show = () => {
      const text = own(sheet.value.thoughts, name) ?? "";
      if (input.value !== text) input.value = text;
    };
    return { node, show };
  }

  lines(value) {
    const { practice, words } = this;
    const stories = practice.vignettes.flatMap((vignette) => {
      const { way } = wayThrough(vignette, own(value.ways, vignette.id) ?? []);
      const thought = own(value.thoughts, vignette.id);
      const walked = way.map(({ scene, turn }) => words("trail", { step: words(`step_${scene.step}`), turn: turn.label }));
      return way.length || thought ? [vignette.title, ...walked, ...(thought ? [thought] : []), ""] : [];
    });
    const mine = ownLines(value, practice.steps, words);
    return [...(mine.length ? [words("own_title"), ...mine, ""] : []), ...stories];
  }
}

function render({ model, el }) {
  return show(new Walk(model.get("spec")), el);
}

export default { render };
