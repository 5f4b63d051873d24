// The people of a session: how they join, how many are here, and who is with whom. None of it knows of answers.

import { button, control, element, same, uniquePrefix } from "../shared/dom.js";
import { write } from "./now.js";

/** @import { Session } from "../session.js" */

// How people join, and a way to the screen. Its address works once, so it stands only as long as it is not used.
export class JoinLine {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    const { words } = session;
    this.about = element("p");
    this.network = element("p", { class: "kit-session-network", role: "status" });
    this.screen = button({ class: "kit-form-quiet", onclick: () => session.ask({ type: "screen" }) }, words("screen"));
    this.place = element("span");
    this.acts = element("div", { class: "kit-session-join" }, this.screen, this.place);
    this.node = element("div", { class: "kit-session-join" }, this.network, this.about);
  }

  show() {
    const { room, words } = this.session;
    const { url, code, network } = room.join;
    write(this.network, network ?? "");
    this.node.hidden = this.acts.hidden = !url || Boolean(room.elsewhere);
    write(this.about, words(code ? "join" : "join_elsewhere", { url, code }));
  }

  /** @param {string} address */
  offer(address) {
    const { words } = this.session;
    const used = () => setTimeout(() => this.used());
    const aside = { target: "_blank", rel: "noopener noreferrer" };
    const link = control("a", { href: address, ...aside, onclick: used }, words("screen_ready"));
    this.screen.hidden = true;
    this.place.replaceChildren(link);
    link.focus();
  }

  used() {
    this.screen.hidden = false;
    this.place.replaceChildren();
    this.screen.focus();
  }
}

export class PlacesCard {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    const { words } = session;
    this.prefix = uniquePrefix();
    const limits = { min: 1, step: 1, inputmode: "numeric" };
    this.number = control("input", { type: "number", id: `${this.prefix}-people`, ...limits });
    this.number.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.first();
    });
    this.ask = element("div", { class: "kit-session-ask" },
      element("label", { for: this.number.id }, element("strong", {}, words("places_ask"))),
      element("p", {}, words("places_why")),
      element("div", { class: "kit-form-buttons" }, this.number,
        button({ class: "kit-form-send", onclick: () => this.first() }, words("places_say"))));
    this.count = element("p", { role: "status" });
    const quiet = { class: "kit-form-quiet" };
    const described = { ...quiet, "aria-describedby": `${this.prefix}-more` };
    this.more = button({ ...described, onclick: () => this.add(1) }, words("places_more"));
    this.fewer = button({ ...quiet, onclick: () => this.add(-1) }, words("places_fewer"));
    this.free = button({ ...quiet, onclick: () => this.makeSure("free") }, words("places_free"));
    this.freeAll = button({ ...quiet, onclick: () => this.makeSure("free_all") }, words("places_free_all"));
    this.asking = "";
    this.sure = element("div", { class: "kit-session-sure", role: "group", hidden: true });
    this.sure.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.leave();
    });
    this.kept = element("p", { class: "kit-session-kept" }, words("places_kept"));
    this.change = element("details", {}, control("summary", {}, words("places_change")),
      element("p", { id: `${this.prefix}-more` }, words("places_more_about")),
      element("div", { class: "kit-form-buttons" }, this.more, this.fewer, this.free, this.freeAll),
      this.kept, this.sure);
    this.counted = element("div", {}, this.count, this.change);
    this.node = element("div", { class: "kit-session-places" }, this.ask, this.counted);
  }

  first() {
    const people = this.number.valueAsNumber;
    if (Number.isInteger(people) && people >= 1) this.say(people);
    else this.session.refuse("people", this.session.words("places_number"));
  }

  /** @param {number} more */
  add(more) {
    this.say((this.session.room.places?.people ?? 0) + more);
  }

  /** @param {number} people */
  say(people) {
    this.session.ask({ type: "people", people });
  }

  /** @param {"free" | "free_all"} what */
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

  /** @param {"free" | "free_all"} what */
  go(what) {
    this.leave();
    this.session.ask({ type: what });
  }

  show() {
    const { room, words } = this.session;
    const { places } = room;
    this.node.hidden = !places || Boolean(room.elsewhere);
    if (!places) return;
    const { people } = places;
    const said = people !== null;
    this.ask.hidden = said;
    this.counted.hidden = !said;
    write(this.count, said ? words("places", places) : "");
    this.fewer.hidden = !said || people <= Math.max(1, places.taken);
    // Before the first exercise nobody can have sent anything, so giving back a place tells nothing of anybody.
    this.free.hidden = this.freeAll.hidden = places.asked || !places.taken;
    this.kept.hidden = !places.asked;
    if (!places.asked || this.sure.hidden) return;
    const here = this.sure.contains(document.activeElement);
    this.sure.hidden = true;
    if (here) this.more.focus();
  }
}

// Pairs and trios from the names of those who are here. Names come when the part is opened and stay in the page.
export class PairsCard {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    const { words } = session;
    this.prefix = uniquePrefix();
    /** @type {Map<string, HTMLInputElement>} */
    this.boxes = new Map();
    this.names = element("div", { class: "kit-session-names" });
    const all = button({ class: "kit-form-quiet", onclick: () => this.tickAll(true) }, words("tick_all"));
    const none = button({ class: "kit-form-quiet", onclick: () => this.tickAll(false) }, words("tick_none"));
    const present = element("fieldset", {}, element("legend", {}, words("present")), this.names,
      element("div", { class: "kit-form-buttons" }, all, none));
    this.sizes = [2, 3].map((size) => this.sizeChoice(size));
    const labels = this.sizes.map((box) => element("label", {}, box, words(`size_${box.value}`)));
    const size = element("fieldset", { class: "kit-session-sizes" }, element("legend", {}, words("size")), ...labels);
    const drawing = button({ class: "kit-form-send", onclick: () => this.draw() }, words("draw"));
    this.result = element("div", { class: "kit-session-groups", role: "status" });
    this.form = element("div", { hidden: true }, present, size, drawing);
    this.empty = element("p", { hidden: true }, words("names_none"));
    this.roster = this.rosterPart();
    const about = element("p", {}, words("pairs_about"));
    this.node = element("details", { class: "kit-session-pairs" }, control("summary", {}, words("pairs")), about,
      this.empty, this.form, this.result, this.roster);
    this.node.addEventListener("toggle", () => {
      if (this.node.open) session.ask({ type: "names" });
    });
  }

  // The names as lines to write in; what is kept is what the host has read of them.
  rosterPart() {
    const { words } = this.session;
    const about = `${this.prefix}-roster-about`;
    this.lines = control("textarea", { id: `${this.prefix}-roster`, rows: 8, spellcheck: "false",
      "aria-describedby": about });
    const label = element("label", { for: this.lines.id }, words("roster"));
    const keep = button({ class: "kit-form-quiet", onclick: () => this.keep() }, words("roster_keep"));
    return element("details", { class: "kit-session-roster" }, control("summary", {}, words("roster")),
      element("p", { id: about }, words("roster_about")), label, this.lines,
      element("div", { class: "kit-form-buttons" }, keep));
  }

  keep() {
    const names = this.lines?.value.split("\n").map((line) => line.trim()).filter(Boolean);
    this.session.ask({ type: "roster", names });
  }

  /** @param {number} size */
  sizeChoice(size) {
    return control("input", { type: "radio", name: `${this.prefix}-size`, value: size, checked: size === 2 });
  }

  // Everyone is here until somebody says otherwise; who was not ticked stays so when the roster has changed.
  /** @param {string[]} names */
  list(names) {
    const ticked = { type: "checkbox", checked: true };
    const boxOf = (/** @type {string} */ name) => this.boxes.get(name) ?? control("input", ticked);
    const boxes = new Map(names.map((name) => [name, boxOf(name)]));
    if (same([...boxes.keys()], [...this.boxes.keys()]) && this.boxes.size) return;
    this.boxes = boxes;
    if (this.lines) this.lines.value = names.join("\n");
    this.roster.open = !names.length;
    this.names.replaceChildren(...names.map((name) => element("label", {}, boxes.get(name), name)));
    this.empty.hidden = names.length > 0;
    this.form.hidden = names.length === 0;
  }

  /** @param {boolean} wanted */
  tickAll(wanted) {
    for (const box of this.boxes.values()) box.checked = wanted;
  }

  draw() {
    const present = [...this.boxes].filter(([, box]) => box.checked).map(([name]) => name);
    const size = this.sizes.find(({ checked }) => checked)?.value;
    this.session.ask({ type: "draw", present, size: Number(size) });
  }

  /** @param {string[][]} groups @param {string[]} why */
  offer(groups, why) {
    const { words } = this.session;
    const rows = groups.map((names) => element("li", {}, names.join(" · ")));
    const reasons = element("ul", {}, ...why.map((sentence) => element("li", {}, sentence)));
    this.result.replaceChildren(element("p", {}, element("strong", {}, words("groups"))),
      element("ol", { class: "kit-session-drawn" }, ...rows), this.showing(),
      element("p", {}, words("groups_why")), reasons);
  }

  // On the screen only at a press: names stand on no wall by themselves.
  showing() {
    const { words } = this.session;
    const press = (/** @type {boolean} */ on) => button({ class: "kit-form-quiet",
      onclick: () => this.session.ask({ type: "show_pairs", on }) }, words(on ? "pairs_show" : "pairs_hide"));
    return element("div", { class: "kit-form-buttons" }, press(true), press(false));
  }
}
