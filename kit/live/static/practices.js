// The practices on the page: the very modules that a notebook runs, each fetched once it has a place here.

import { button, element } from "./dom.js";
import { Model } from "./shim.js";

// A practice says nothing to anybody, so nobody stands behind its model.
const NOBODY = () => {};

export class PracticePlace {
  constructor(el, { spec, module, atOnce, words }) {
    Object.assign(this, { el, spec, module, words, opened: atOnce || hasBegun(spec, module) });
    // What stands on the page before any script: a box with the title.
    this.box = el.firstElementChild;
    this.title = this.box.firstElementChild;
  }

  show() {
    if (this.opened) return this.fetch();
    if (this.offered) return undefined;
    this.offered = true;
    const { practice } = this.spec;
    const label = this.words("practice_open_what", { title: practice.title });
    const open = button({ class: "page-open-practice", "aria-label": label, onclick: () => this.open() }, this.words("practice_open"));
    const about = this.words("practice_about", { minutes: practice.minutes });
    this.box.append(element("p", {}, about), open);
    return undefined;
  }

  async open() {
    this.opened = true;
    await this.fetch();
    const heading = this.el.querySelector(".kit-form-title");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
  }

  async fetch() {
    if (this.shown) return;
    try {
      const { default: practice } = await import(`./practice_${this.module}.js${this.again ?? ""}`);
      if (this.shown) return;
      this.shown = true;
      this.el.replaceChildren();
      practice.render({ model: new Model(this.spec, NOBODY), el: this.el });
    } catch {
      // A browser remembers that a module could not be fetched; under another address it asks anew.
      this.again = `?again=${Date.now()}`;
      if (!this.shown) this.box.replaceChildren(this.title, element("p", {}, this.words("practice_later")));
    }
  }
}

// Whoever has written something in a practice finds it open.
function hasBegun({ cohort, participant, practice }, module) {
  const names = [module, practice.id].map((id) => `kit/${cohort}/${participant}/private/practice/${id}`);
  try {
    return names.some((name) => window.localStorage.getItem(name) !== null);
  } catch {
    return false;
  }
}

export function practicePlaces(data, participant, words) {
  const shared = { cohort: data.cohort, participant, place: "page", week: data.week };
  return [...document.querySelectorAll("[data-practice]")].map((el) => {
    const { module, practice, at_once: atOnce } = data.practices[el.dataset.practice];
    const messages = { ...data.sentences.practice, ...data.sentences[module] };
    const spec = { ...shared, practice, messages, heading: Number(el.dataset.level) };
    return new PracticePlace(el, { spec, module, atOnce, words });
  });
}
