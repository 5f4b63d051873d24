// The discernment sort: three places for each card, and what speaks for the one that was chosen, and for the others.

import { isNamed } from "../../../widgets/static/shared/copy_text.js";
import { control, element, own } from "../../../widgets/static/shared/dom.js";
import { Practice, put, show } from "../../../widgets/static/shared/practice.js";
import { folded } from "../../../widgets/static/shared/settings.js";
import { Sheet } from "../../../widgets/static/shared/sheet.js";

/** @typedef {"support" | "challenge" | "step_back"} Place */
/** @typedef {{ id: string, text: string, reasons: { [place in Place]: string } }} Card */
/** @typedef {Kit.Practice & { cards: Card[] }} Cards */
/** @typedef {{ places: { [card: string]: Place } }} Sorted */

/** @type {Place[]} */
const PLACES = ["support", "challenge", "step_back"];

/** @param {unknown} value @returns {value is Sorted} */
function sortFits(value) {
  const places = isNamed(value) ? value.places : null;
  return isNamed(places) && Object.values(places).every((place) => PLACES.some((one) => one === place));
}

class SortCard {
  /**
   * @param {{
   *   card: Card, number: number, id: string, words: Kit.Words, sheet: Sheet<Sorted>, changed: () => void,
   * }} how
   */
  constructor({ card, number, id, words, sheet, changed }) {
    this.card = card;
    this.words = words;
    this.sheet = sheet;
    /** @type {Place | undefined} */
    this.shown = undefined;
    const name = `${id}-${card.id}`;
    this.inputs = PLACES.map((place) => {
      const input = control("input", { type: "radio", name, id: `${name}-${place}`, value: place });
      input.addEventListener("change", () => {
        sheet.set({ places: { ...sheet.value.places, [card.id]: place } });
        changed();
      });
      return input;
    });
    const labels = this.inputs.map((input) => element("label", { class: "kit-practice-pick", for: input.id },
      input, element("span", {}, words(`place_${input.value}`))));
    this.reason = element("p", { class: "kit-sort-reason", role: "status" });
    this.others = element("div");
    this.more = folded(`${name}-others`, words("other_reasons"), this.others);
    const legend = element("legend", { class: "kit-sort-text" }, words("card", { number, text: card.text }));
    this.node = element("fieldset", { class: "kit-sort-card" },
      legend, element("div", { class: "kit-practice-picks" }, ...labels), this.reason, this.more);
  }

  show() {
    const { card, words } = this;
    const chosen = own(this.sheet.value.places, card.id);
    for (const input of this.inputs) input.checked = input.value === chosen;
    this.more.hidden = !chosen;
    put(this.reason, chosen ? card.reasons[chosen] : "");
    if (chosen === this.shown) return;
    this.shown = chosen;
    const rest = PLACES.filter((place) => place !== chosen);
    this.others.replaceChildren(...rest.map((place) =>
      element("p", {}, element("strong", {}, words(`place_${place}`)), " ", card.reasons[place])));
  }
}

/** @extends {Practice<Cards>} */
class DiscernmentSort extends Practice {
  /** @param {Kit.PracticeSpec<Cards>} spec */
  constructor(spec) {
    super(spec, "sort");
    const { words, practice, id } = this;
    /** @type {Sheet<Sorted>} */
    this.sheet = new Sheet(this, {
      blank: () => ({ places: {} }),
      fits: sortFits,
      lines: (/** @type {Sorted} */ { places }) => practice.cards.flatMap((card) => {
        const place = own(places, card.id);
        return place ? [`${card.text}\n${words(`place_${place}`)}\n`] : [];
      }),
      changed: () => this.refresh(),
      merge: (here, found) => ({ places: { ...here.places, ...found.places } }),
    });
    const changed = () => this.refresh();
    const common = { id, words, sheet: this.sheet, changed };
    this.cards = practice.cards.map((card, index) => new SortCard({ card, number: index + 1, ...common }));
    this.build(...this.cards.map(({ node }) => node), this.sheet.clearing(), ...this.sheet.nodes);
  }

  reread() {
    this.sheet.read();
  }

  refresh() {
    for (const card of this.cards) card.show();
  }
}

/** @param {Kit.Rendering<Kit.PracticeSpec<Cards>>} rendering */
function render({ model, el }) {
  return show(new DiscernmentSort(model.get("spec")), el);
}

export default { render };
