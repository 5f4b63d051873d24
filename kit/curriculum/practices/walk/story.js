// A vignette to walk through: one scene at a time, with a way back, to an ending that praises and blames nobody.

import { button, control, element } from "../../../widgets/static/shared/dom.js";
import { folded } from "../../../widgets/static/shared/settings.js";

const LEANINGS = ["empathy", "detachment", "compassion"];

// The scenes and turns of a way, as far as it still fits the story: a file may have changed since it was walked.
export function wayThrough(vignette, turns) {
  const way = [];
  let here = vignette.scenes[0];
  for (const id of turns) {
    const turn = here.turns?.find((one) => one.id === id);
    if (!turn) break;
    way.push({ scene: here, turn });
    here = [...vignette.scenes, ...vignette.endings].find((one) => one.id === turn.to);
  }
  return { way, here };
}

export class WalkStory {
  // "turns" reads the way that was taken so far, and "take" keeps another one.
  constructor({ vignette, id, words, level, turns, take, thought }) {
    Object.assign(this, { vignette, id, words, level, turns, take, thought });
    this.place = element("div", { class: "kit-walk-place" });
    this.back = button({ class: "kit-form-quiet", id: `${id}-back`, onclick: () => this.go(this.taken.slice(0, -1)) }, words("one_back"));
    this.again = button({ class: "kit-form-quiet", id: `${id}-again`, onclick: () => this.go([]) }, words("from_start"));
    const situation = element("p", { class: "kit-walk-situation" }, vignette.situation);
    this.node = element("div", {}, situation, this.place, element("div", { class: "kit-form-buttons" }, this.back, this.again));
  }

  get step() {
    return wayThrough(this.vignette, this.turns()).here.step ?? "reflect";
  }

  // The way as far as it still leads somewhere.
  get taken() {
    return wayThrough(this.vignette, this.turns()).way.map(({ turn }) => turn.id);
  }

  go(turns) {
    this.take(turns);
    // Who uses a keyboard or listens is taken along to what has changed.
    this.place.querySelector("[tabindex]")?.focus();
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

  heading(text) {
    return control(`h${this.level}`, { class: "kit-walk-head", tabindex: "-1" }, text);
  }

  // What was just done leads into what comes of it.
  before(way) {
    const last = way.at(-1);
    return last ? element("p", { class: "kit-walk-taken" }, this.words("you_chose", { turn: last.turn.label })) : null;
  }

  scene({ id, step, text, turns }, way) {
    const title = this.words(`step_${step}`);
    const offered = turns.map((turn) => {
      const onclick = () => this.go([...this.taken, turn.id]);
      return element("li", {}, button({ class: "kit-walk-turn", id: `${this.id}-${id}-${turn.id}`, onclick }, turn.label));
    });
    const list = element("ul", { class: "kit-walk-turns", "aria-label": this.words("turns_of", { step: title }) }, ...offered);
    return [this.heading(title), this.before(way), element("p", {}, text), list].filter(Boolean);
  }

  ending({ leans, text, question }, way) {
    const { words, thought } = this;
    const trail = way.map(({ scene, turn }) => element("li", {}, words("trail", { step: words(`step_${scene.step}`), turn: turn.label })));
    return [
      this.heading(words("step_reflect")), this.before(way), element("p", {}, text),
      this.contrast(leans),
      element("p", { class: "kit-walk-question" }, question), thought.node,
      folded(`${this.id}-trail`, words("your_way"), element("ol", { class: "kit-walk-trail" }, ...trail)),
      element("p", { class: "kit-practice-about kit-walk-share" }, words("share_way", { way: words(`way_${leans}`) })),
    ].filter(Boolean);
  }

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
