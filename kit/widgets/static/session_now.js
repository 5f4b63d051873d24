// Where the room is: the clock, the current block, what is left of it, and what comes next.

import { button, control, element } from "./shared/dom.js";
import { Elapsed } from "./shared/elapsed.js";

// Minutes since the session began: as the host said, and counted on from there until it says it again.
export class Clock {
  constructor() {
    this.told = 0;
    this.heard = new Elapsed();
    this.runs = false;
  }

  set(room) {
    this.told = room.elapsed;
    this.heard = new Elapsed();
    this.runs = room.block !== null;
  }

  get elapsed() {
    return this.runs ? this.told + this.heard.seconds / 60 : 0;
  }

  // The time of day at a minute of the session.
  at(minute) {
    const moment = new Date(Date.now() + (minute - this.elapsed) * 60000);
    return moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  }
}

export function minutesIn(words, count) {
  return count === 1 ? words("minute") : words("minutes", { count });
}

function leftInBlock(words, left) {
  if (left >= 1) return words("left", { minutes: minutesIn(words, Math.ceil(left)) });
  if (left > 0) return words("left_less");
  if (left > -1) return words("over_now");
  return words("over_by", { minutes: minutesIn(words, Math.floor(-left)) });
}

// By how many minutes the end moves as things stand; the current block may be running over meanwhile.
export function lateBy(room, elapsed) {
  return room.block ? Math.max(0, Math.ceil(Math.max(room.ends, elapsed) + room.rest - room.minutes)) : 0;
}

export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export class NowCard {
  constructor(session) {
    this.session = session;
    this.clock = element("p", { class: "kit-session-clock" });
    this.title = element("h4", { class: "kit-session-block" });
    this.left = element("p", { class: "kit-session-left" });
    this.fill = element("span");
    this.bar = element("div", { class: "kit-session-bar", "aria-hidden": "true" }, this.fill);
    this.next = element("p", { class: "kit-session-next" });
    this.go = button({ class: "kit-form-send", onclick: () => this.goOn() });
    this.exercises = element("div", { class: "kit-session-exercises" });
    this.over = element("p", { class: "kit-form-unseen", role: "status" });
    const parts = [this.clock, this.title, this.left, this.bar, this.next];
    this.node = element("div", { class: "kit-session-now" }, ...parts, this.go, this.exercises, this.over);
  }

  goOn() {
    const { room, spec } = this.session;
    this.session.ask({ type: "begin", block: room.block ? room.next : spec.blocks[0].id, late: 0 });
  }

  show() {
    const { room, words } = this.session;
    const begun = room.block !== null;
    const block = this.session.blockOf(room.block);
    write(this.title, begun ? block.title : words("not_begun"));
    write(this.next, this.nextWords());
    this.go.hidden = Boolean(room.elsewhere) || (begun && !room.next);
    write(this.go, begun ? words("go_on", { title: this.session.titleOf(room.next) }) : words("begin"));
    this.bar.hidden = !begun;
    this.session.place(this.exercises, begun ? block.exercises : []);
    this.tick();
  }

  nextWords() {
    const { room, words } = this.session;
    if (room.block === null) return words("begin_about");
    if (!room.next) return words("next_none");
    const slot = room.slots.find(({ block }) => block === room.next);
    return words("next", { title: this.session.titleOf(room.next), minutes: minutesIn(words, slot.minutes) });
  }

  tick() {
    const { room, words, clock } = this.session;
    if (room.block === null) {
      write(this.clock, words("clock_before", { minutes: minutesIn(words, room.minutes) }));
      write(this.left, "");
      return;
    }
    const { elapsed } = clock;
    const left = room.ends - elapsed;
    const slot = room.slots.find(({ block }) => block === room.block);
    const ends = clock.at(room.minutes + lateBy(room, elapsed));
    write(this.clock, words("clock", { now: Math.floor(elapsed), all: room.minutes, ends }));
    write(this.left, leftInBlock(words, left));
    this.left.dataset.over = left <= 0;
    // Read out once, when the time of a block is over; minutes that tick by are not news.
    write(this.over, left <= 0 ? words("over_read", { title: this.title.textContent }) : "");
    this.fill.style.width = `${Math.min(100, Math.max(0, (1 - left / Math.max(1, slot.minutes)) * 100))}%`;
  }
}

export class Notes {
  constructor(session) {
    this.session = session;
    this.shown = "";
    this.node = element("div", { class: "kit-session-notes" });
  }

  // Before the session the notes are those of its first block.
  show() {
    const { spec, room, words } = this.session;
    const block = this.session.blockOf(room.block ?? spec.blocks[0].id);
    if (this.shown === block.id) return;
    this.shown = block.id;
    const lists = Object.entries(spec.heads).map(([name, head]) => {
      const lines = block.notes[name].map((line) => element("li", {}, line));
      return element("div", { class: `kit-session-note-${name}` }, element("h5", {}, head), element("ul", {}, ...lines));
    });
    const safety = element("p", { class: "kit-session-safety" }, element("strong", {}, words("safety")), " ", spec.safety);
    const before = element("p", { class: "kit-session-before", hidden: !block.before }, block.before);
    this.node.replaceChildren(element("h4", {}, words("notes", { title: block.title })), before, ...lists, safety);
  }
}

// How people join, and a way to the screen. Its address works once, so it stands only as long as it is not used.
export class JoinLine {
  constructor(session) {
    this.session = session;
    const { words } = session;
    this.about = element("p");
    this.network = element("p", { class: "kit-session-network", role: "status" });
    this.screen = button({ class: "kit-form-quiet", onclick: () => session.ask({ type: "screen" }) }, words("screen"));
    this.place = element("span");
    this.node = element("div", { class: "kit-session-join" }, this.network, this.about, this.screen, this.place);
  }

  show() {
    const { room, words } = this.session;
    const { url, code, network } = room.join;
    write(this.network, network ?? "");
    this.node.hidden = !url || Boolean(room.elsewhere);
    write(this.about, words(code ? "join" : "join_elsewhere", { url, code }));
  }

  offer(address) {
    const { words } = this.session;
    const used = () => setTimeout(() => this.used());
    const link = control("a", { href: address, target: "_blank", rel: "noopener noreferrer", onclick: used }, words("screen_ready"));
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
