// How it went, day by day or each time: three answers that weigh the same, and nothing that counts them.

import { dayWords, localDay, noonOf } from "../../../widgets/static/shared/days.js";
import { button, control, element, once, onlyRead, same } from "../../../widgets/static/shared/dom.js";
import { statusLine } from "../../../widgets/static/shared/status.js";
import { WENT, inOrder } from "./plan.js";

export class WentLog {
  // "noted" is called with an entry, "taken" with the time of one that is taken back; "says" makes a sentence of an
  // answer, none of them a grade.
  constructor({ id, words, noted, taken, says }) {
    Object.assign(this, { id, words, noted, taken, says });
    this.day = control("input", { type: "date", id: `${id}-day`, autocomplete: "off" });
    const day = element("label", { class: "kit-practice-field", for: `${id}-day` }, element("span", {}, words("which_day")), this.day);
    const choices = WENT.map((how) => button({ class: "kit-form-quiet", id: `${id}-${how}`, onclick: () => this.note(how) }, words(how)));
    this.line = statusLine("kit-form-copied");
    this.today = "";
    this.list = element("ul", { class: "kit-went-list" });
    const legend = element("legend", { class: "kit-practice-legend" }, words("how_it_went"));
    this.node = element("fieldset", { class: "kit-practice-group kit-went" }, legend, element("p", { class: "kit-practice-about" }, words("went_about")),
      day, element("div", { class: "kit-form-buttons kit-went-choices" }, ...choices), this.line.node, this.list);
    this.node.addEventListener("focusin", () => this.turn());
  }

  // Left open past midnight, it stands at the new day, unless another one was chosen.
  turn() {
    const now = localDay();
    const given = noonOf(this.day.value) === null || this.day.value === this.today;
    if (now !== this.today && given && document.activeElement !== this.day) this.day.value = now;
    this.today = this.day.max = now;
  }

  note(how) {
    const day = this.day.value;
    if (noonOf(day) === null || day > localDay()) return this.line.say("problem", "", this.words("no_such_day"));
    this.noted({ day, how, at: Date.now() });
    return this.line.say(how, "", this.says(how));
  }

  show(log) {
    this.turn();
    if (noonOf(this.day.value) === null && document.activeElement !== this.day) this.day.value = this.today;
    const order = inOrder(log);
    if (same(order, this.shown)) return;
    this.shown = order;
    this.list.replaceChildren(...order.map((entry) => this.row(entry)));
  }

  row({ day, how, at }) {
    const what = this.words("went_row", { day: dayWords(day), how: this.words(how) });
    const back = button({ class: "kit-form-quiet kit-form-clear", id: `${this.id}-back-${at}`, onclick: once(() => this.takeBack(at)) },
      this.words("take_back"), onlyRead(` ${what}`));
    return element("li", {}, element("span", {}, what), back);
  }

  takeBack(at) {
    this.taken(at);
    this.line.say("taken", "", this.words("taken_back"));
    this.day.focus();
  }
}
