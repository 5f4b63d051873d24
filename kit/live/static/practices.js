// The practices on the page: the very modules that a notebook runs, each fetched once it has a place here.

import { element } from "../../widgets/static/shared/dom.js";
import { Model } from "./shim.js";

// A practice says nothing to anybody, so nobody stands behind its model.
const NOBODY = () => {};

export class PracticePlace {
  constructor(el, { spec, module, words }) {
    Object.assign(this, { el, spec, module, words });
  }

  async show() {
    if (this.shown) return;
    try {
      const { default: practice } = await import(`./practice_${this.module}.js${this.again ?? ""}`);
      if (this.shown) return;
      this.el.replaceChildren();
      practice.render({ model: new Model(this.spec, NOBODY), el: this.el });
      this.shown = true;
    } catch {
      // A browser remembers that a module could not be fetched; under another address it asks anew.
      this.again = `?again=${Date.now()}`;
      if (!this.shown) this.el.replaceChildren(element("p", { class: "page-quiet" }, this.words("practice_later")));
    }
  }
}

export function practicePlaces(data, participant, words) {
  const shared = { cohort: data.cohort, participant, place: "page", week: data.week };
  return [...document.querySelectorAll("[data-practice]")].map((el) => {
    const { module, practice, sheets } = data.practices[el.dataset.practice];
    const messages = { ...data.sentences.practice, ...data.sentences[module] };
    return new PracticePlace(el, { spec: { ...shared, practice, sheets, messages, heading: Number(el.dataset.level) }, module, words });
  });
}
