// How many people are here, and how many have joined: it counts places, and knows nothing of answers.

import { button, control, element, uniquePrefix } from "./shared/dom.js";
import { write } from "./session_now.js";

export class PlacesCard {
  constructor(session) {
    this.session = session;
    const { words } = session;
    this.prefix = uniquePrefix();
    this.number = control("input", { type: "number", id: `${this.prefix}-people`, min: 1, step: 1, inputmode: "numeric" });
    this.number.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.first();
    });
    this.ask = element("div", { class: "kit-session-ask" },
      element("label", { for: this.number.id }, element("strong", {}, words("places_ask"))), element("p", {}, words("places_why")),
      element("div", { class: "kit-form-buttons" }, this.number,
        button({ class: "kit-form-send", onclick: () => this.first() }, words("places_say"))));
    this.count = element("p", { role: "status" });
    this.more = button({ class: "kit-form-quiet", "aria-describedby": `${this.prefix}-more`, onclick: () => this.add(1) }, words("places_more"));
    this.fewer = button({ class: "kit-form-quiet", onclick: () => this.add(-1) }, words("places_fewer"));
    this.free = button({ class: "kit-form-quiet", onclick: () => this.makeSure("free") }, words("places_free"));
    this.freeAll = button({ class: "kit-form-quiet", onclick: () => this.makeSure("free_all") }, words("places_free_all"));
    this.sure = element("div", { class: "kit-session-sure", role: "group", hidden: true });
    this.sure.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.leave();
    });
    this.kept = element("p", { class: "kit-session-kept" }, words("places_kept"));
    this.counted = element("div", {}, this.count,
      element("p", { id: `${this.prefix}-more` }, words("places_more_about")),
      element("div", { class: "kit-form-buttons" }, this.more, this.fewer, this.free, this.freeAll), this.kept, this.sure);
    this.node = element("div", { class: "kit-session-places" }, this.ask, this.counted);
  }

  first() {
    const people = this.number.valueAsNumber;
    if (Number.isInteger(people) && people >= 1) this.say(people);
    else this.session.refuse("people", this.session.words("places_number"));
  }

  add(more) {
    this.say(this.session.room.places.people + more);
  }

  say(people) {
    this.session.ask({ type: "people", people });
  }

  makeSure(what) {
    const { words } = this.session;
    const yes = button({ class: "kit-form-send", onclick: () => this.go(what) }, words("places_free_yes"));
    const no = button({ class: "kit-form-quiet", onclick: () => this.leave() }, words("places_free_no"));
    const question = words(`places_${what}_sure`);
    this.asking = what;
    this.sure.setAttribute("aria-label", question);
    this.sure.replaceChildren(element("p", {}, question), element("div", { class: "kit-form-buttons" }, no, yes));
    this.sure.hidden = false;
    no.focus();
  }

  leave() {
    this.sure.hidden = true;
    const from = this.asking === "free_all" ? this.freeAll : this.free;
    (from.hidden ? this.more : from).focus();
  }

  go(what) {
    this.leave();
    this.session.ask({ type: what });
  }

  show() {
    const { room, words } = this.session;
    const { places } = room;
    this.node.hidden = !places || Boolean(room.elsewhere);
    if (!places) return;
    const said = places.people !== null;
    this.ask.hidden = said;
    this.counted.hidden = !said;
    write(this.count, said ? words("places", places) : "");
    this.fewer.hidden = !said || places.people <= Math.max(1, places.taken);
    // Before the first exercise nobody can have sent anything, so giving back a place tells nothing of anybody.
    this.free.hidden = this.freeAll.hidden = places.asked || !places.taken;
    this.kept.hidden = !places.asked;
    if (!places.asked || this.sure.hidden) return;
    const here = this.sure.contains(document.activeElement);
    this.sure.hidden = true;
    if (here) this.more.focus();
  }
}
