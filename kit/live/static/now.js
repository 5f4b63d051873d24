// "Now": the one thing that goes on. It follows the session, and puts the focus on what has come.

import { at, button, element } from "../../widgets/static/shared/dom.js";
import { arranged, keyOf } from "./cards.js";

/**
 * @typedef {import("./page.js").WeekPage} WeekPage
 * @typedef {{ node: HTMLElement, card: () => void, line: () => void }} Shown
 */

const WRITING = "input, textarea, select";

// A practice on "Now": whole, or as a line that leads to it.
class PracticeCard {
  /** @param {Live.PracticeName} about @param {WeekPage} page @param {() => void} choose */
  constructor({ id, title, followed }, page, choose) {
    this.page = page;
    this.id = id;
    this.pick = pickLine(title, page.words("pick_open"), choose);
    this.holder = element("div", { class: "page-mount" });
    const marks = { class: `page-item${followed ? " page-full" : ""}`, "aria-label": title };
    this.node = element("section", marks, this.pick, this.holder);
  }

  card() {
    this.pick.hidden = true;
    this.holder.hidden = false;
    if (this.page.tabs.name === "now") this.page.practices.get(this.id)?.into(this.holder);
  }

  line() {
    this.pick.hidden = false;
    this.holder.hidden = true;
  }
}

// One line for what goes on beside the card.
/** @param {string} title @param {string} does @param {() => void} choose */
export function pickLine(title, does, choose) {
  return element("p", { class: "page-pick" }, element("span", {}, title),
    button({ onclick: choose }, does, element("span", { class: "page-unseen" }, ` ${title}`)));
}

export class Now {
  /** @param {WeekPage} page */
  constructor(page) {
    this.page = page;
    this.stack = at("now-stack");
    this.past = at("now-past-list");
    this.wait = at("now-wait");
    this.chosen = "";
    this.fresh = "";
    // What was sent a moment ago says above all else that it has been.
    this.sent = "";
    this.card = "";
    this.isOver = false;
    // In the order in which they were heard of, the newest first.
    /** @type {string[]} */
    this.opened = [];
    /** @type {string[]} */
    this.revealed = [];
    /** @type {Map<string, Shown>} */
    this.shown = new Map();
    for (const one of page.data.parts.flatMap(({ practices }) => practices)) {
      const card = new PracticeCard(one, page, () => this.choose(keyOf("practice", one.id)));
      this.add("practice", one.id, card);
    }
  }

  /** @param {import("./cards.js").CardKind} kind @param {string} id @param {Shown} shown */
  add(kind, id, shown) {
    this.shown.set(keyOf(kind, id), shown);
  }

  // Asked for by its owner.
  /** @param {string} key */
  choose(key) {
    this.chosen = key;
    this.show();
    this.focus();
  }

  // A form has folded, or opened again.
  /** @param {string} id @param {boolean} folded */
  folded(id, folded) {
    const key = keyOf("exercise", id);
    if (folded) this.sent = this.card === key ? key : this.sent;
    if (!folded) this.chosen = key;
    else if (this.chosen === key) this.chosen = "";
    this.show();
  }

  // What has been opened takes the page; whoever is in the middle of a form keeps it until it is sent.
  /** @param {string[]} ids */
  hearOpen(ids) {
    const known = this.opened.filter((id) => ids.includes(id));
    const fresh = ids.filter((id) => !known.includes(id));
    this.opened = this.isAlone ? ids : [...fresh.reverse(), ...known];
    if (!fresh.length) return;
    this.sent = "";
    this.chosen = this.isWriting ? this.card : "";
  }

  /** @param {string[]} ids @param {boolean} watched */
  hearResults(ids, watched) {
    const fresh = ids.filter((id) => !this.revealed.includes(id));
    this.revealed = [...fresh.reverse(), ...this.revealed.filter((id) => ids.includes(id))];
    if (!fresh.length || !watched) return;
    this.fresh = keyOf("result", fresh[0]);
    if (!this.isWriting) this.chosen = "";
  }

  // The session has gone on to another part.
  goOn() {
    this.fresh = this.sent = "";
    this.chosen = this.isWriting ? this.card : "";
  }

  // Another session runs now: what somebody has before them stays there.
  stay() {
    this.chosen = this.card;
  }

  // The farewell says all that is left to say.
  /** @param {boolean} isOver */
  end(isOver) {
    this.isOver = isOver;
    this.show();
  }

  get isAlone() {
    return this.page.room.mode === "self-paced";
  }

  get isWriting() {
    const active = document.activeElement;
    return Boolean(active?.matches(WRITING) && this.stack.contains(active));
  }

  get part() {
    const part = this.page.data.parts.find(({ id }) => id === this.page.room.block);
    if (!part) return null;
    const own = part.exercises.filter((id) => !this.page.sends(id));
    return { exercises: part.exercises, practices: part.practices.map(({ id }) => id), own };
  }

  get standing() {
    const { page, opened } = this;
    const done = opened.filter((id) => page.placeOf(id)?.isFolded);
    const closed = page.closedOnes();
    const open = opened.filter((id) => !closed.includes(id));
    return { open, done, closed, results: this.revealed, part: this.part, chosen: this.chosen, fresh: this.fresh };
  }

  show() {
    const { card, lines, past } = arranged(this.standing);
    const there = (/** @type {string[]} */ keys) => keys.filter((key) => this.shown.has(key));
    const [now, over] = [there(card ? [card, ...lines] : lines), there(past)];
    for (const key of over) this.shown.get(key)?.card();
    for (const key of now) if (key === card) this.shown.get(key)?.card();
      else this.shown.get(key)?.line();
    this.put(this.stack, now.includes(this.sent) ? [this.sent, ...now.filter((key) => key !== this.sent)] : now);
    this.put(this.past, over);
    at("now-past").hidden = !over.length;
    this.wait.hidden = Boolean(card) || this.isOver || this.page.other !== null;
    this.showPart();
    const other = card !== this.card;
    this.card = card;
    if (other && !this.isWriting) this.focus();
  }

  // Only what has moved is moved, and whoever is in it stays in it.
  /** @param {HTMLElement} place @param {string[]} keys */
  put(place, keys) {
    const nodes = keys.map((key) => /** @type {Shown} */ (this.shown.get(key)).node);
    for (const node of [...place.children]) if (!nodes.includes(/** @type {HTMLElement} */ (node))) node.remove();
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    nodes.forEach((node, at) => {
      if (place.children[at] !== node) place.insertBefore(node, place.children[at] ?? null);
    });
    if (active !== document.activeElement && active && place.contains(active)) active.focus();
  }

  showPart() {
    const part = this.page.data.parts.find(({ id }) => id === this.page.room.block);
    const title = at("now-part");
    title.textContent = part?.title ?? this.page.words("now_part");
    title.classList.toggle("page-unseen", !part);
    const alone = this.isAlone ? "now_wait_alone" : "now_wait";
    at("now-wait-said").textContent = this.page.words(alone);
  }

  // The end is seen from its beginning, wherever somebody was on "Now"; whoever is writing finishes their sentence.
  focusOnFarewell() {
    if (this.page.tabs.name !== "now" || this.isWriting) return;
    const head = document.getElementById("head-farewell");
    window.scrollTo(0, 0);
    if (!head) return;
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
  }

  // Whoever comes back, or has just got something new, begins at its heading, at the top of the page.
  focus() {
    if (this.page.tabs.name !== "now" || !this.page.isReady) return;
    const shown = this.shown.get(this.card);
    const head = (shown?.node ?? this.wait).querySelector("h3, h4");
    window.scrollTo(0, 0);
    if (head instanceof HTMLElement) {
      head.tabIndex = -1;
      head.focus({ preventScroll: true });
    }
  }
}
