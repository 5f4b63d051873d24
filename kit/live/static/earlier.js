// Answers that this browser sent from a place which the host has no more: an older copy was put back there, made before
// that person joined. Whoever sent them has a new place by now. Nobody but them can say that the answers are theirs, on a
// device that others use or after all was deleted on purpose; so they are asked, and only what is open is taken.

import { button, element, makeUuid } from "../../widgets/static/shared/dom.js";
import { Kept } from "./kept.js";
import { insist } from "./net.js";
import { isEntry } from "./postbox.js";

const RECEIPT = /^([0-9a-f]{32})\/received\//;
const MOST = 8;

export class Earlier {
  constructor(page, me, say) {
    Object.assign(this, { page, me, say, gone: new Set() });
    this.all = new Kept(`kit/${page.data.cohort}`);
    this.told = element("p");
    this.open = element("p");
    this.again = button({ id: "earlier-again", onclick: () => this.sendAgain() }, page.words("earlier_again"));
    this.shut = element("p");
    this.node = element("div", { id: "own-earlier", class: "page-note", hidden: true }, this.told, this.open, this.again, this.shut);
    this.look();
  }

  names() {
    return this.all.names().filter((name) => RECEIPT.test(name) && RECEIPT.exec(name)[1] !== this.me.participant);
  }

  async look() {
    const places = [...new Set(this.names().map((name) => RECEIPT.exec(name)[1]))].slice(0, MOST);
    if (!places.length) return;
    const reply = await insist(`/week/state?${places.map((place) => `before=${place}`).join("&")}`, () => true);
    this.gone = new Set(reply.body.gone ?? []);
    this.show();
  }

  // What was answered anew from the new place is not sent once more.
  entries() {
    const { box } = this.page;
    const lost = this.names().filter((name) => this.gone.has(RECEIPT.exec(name)[1]));
    const found = lost.map((name) => ({ name, had: this.all.read(name, isEntry) })).filter(({ had }) => had);
    return found.filter(({ had }) => !box.received(had.week, had.exercise) && !box.unsent(had.week, had.exercise));
  }

  isOpen({ had }) {
    const { page } = this;
    return !page.other && had.week === page.data.week && page.room.exercises[had.exercise] === "open";
  }

  titles(entries) {
    const { data, words } = this.page;
    const title = ({ had }) => (had.week === data.week && data.exercises[had.exercise]?.title) || words("sent_other", had);
    return entries.map((entry) => title(entry)).join("; ");
  }

  show() {
    const entries = this.gone.size ? this.entries() : [];
    const [open, shut] = [entries.filter((one) => this.isOpen(one)), entries.filter((one) => !this.isOpen(one))];
    const { words } = this.page;
    this.node.hidden = !entries.length;
    this.told.textContent = words("earlier_told");
    for (const [node, name, some] of [[this.open, "earlier_open", open], [this.shut, "earlier_shut", shut]]) {
      node.hidden = !some.length;
      node.textContent = words(name, { titles: this.titles(some) });
    }
    this.again.hidden = !open.length;
  }

  // As new answers from the new place, held to what is open; the old receipts go, so that this is done once.
  sendAgain() {
    const { box, data, words } = this.page;
    for (const { name, had } of this.entries().filter((one) => this.isOpen(one))) {
      const { week, exercise, answers, shared } = had;
      box.put({ id: makeUuid(), week, exercise, revision: 1, answers, shared, session: data.session });
      this.all.forget(name);
    }
    this.show();
    this.say("done", words("earlier_sent"));
  }
}
