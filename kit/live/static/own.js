// The own part of the page: what was sent and whether it arrived, what became of it, a copy of it, and the way to take
// all of it back.

import { AsideNote } from "../../widgets/static/shared/aside.js";
import { at, button, download, element, makeUuid, onlyRead } from "../../widgets/static/shared/dom.js";
import { offerOf } from "../../widgets/static/shared/offers.js";
import { statusLine } from "../../widgets/static/shared/status.js";
import { ask, insist } from "./net.js";
import { emptied, isReceipt, isWhole } from "./receipts.js";

const RECEIPT = /^([0-9a-f]{32})\/received\//;
// Of how many earlier places the host is asked at once.
const MOST_PLACES = 8;

/**
 * @typedef {import("./page.js").WeekPage} WeekPage
 * @typedef {(state: string, sentence: string) => void} Say
 * @typedef {[question: string, answer: string, waits: Kit.Entry | null]} Row
 * @typedef {{ name: string, had: Live.Receipt }} Lost
 */

// The place that sent what a receipt in this browser is of; empty where it is no receipt.
/** @param {string} name */
function placeOf(name) {
  return RECEIPT.exec(name)?.[1] ?? "";
}

/** @param {Kit.Item} item @param {unknown} value @param {string} none */
function asSaid(item, value, none) {
  if (!("options" in item)) return String(value);
  const words = (/** @type {unknown} */ one) => offerOf(item.options, one)?.label ?? String(one);
  return Array.isArray(value) ? value.map(words).join(", ") || none : words(value);
}

export class OwnPart {
  /** @param {WeekPage} page @param {Live.Me} me */
  constructor(page, me) {
    this.page = page;
    this.words = page.words;
    this.text = "";
    this.table = at("own-sent");
    this.table.tabIndex = -1;
    this.line = statusLine("page-said");
    at("own-said").append(this.line.node);
    const wanted = (/** @type {string} */ name) => /^(outbox|received)\//.test(name);
    this.aside = new AsideNote({ id: "own", words: page.words, storage: page.storage, wanted });
    this.aside.node.className = "page-note page-aside";
    at("now-earlier").append(this.aside.node);
    /** @type {Say} */
    const say = (state, sentence) => this.say(state, sentence);
    this.earlier = new Earlier(page, me, say);
    at("now-earlier").append(this.earlier.node);
    window.addEventListener("kit-kept", () => this.aside.show());
    at("own-export").addEventListener("click", () => this.export());
    at("own-withdraw").addEventListener("submit", (event) => {
      event.preventDefault();
      this.withdraw();
    });
    this.agreeing = new Agreeing(page, me, say);
    this.became = new Became(page.words);
  }

  // One row for each answer of this week: the newest that was sent, and where it is. Then what is left of other weeks.
  /** @returns {Row[]} */
  rows() {
    const { data, outbox, delivery } = this.page;
    const mine = Object.values(data.exercises).flatMap((exercise) => {
      const due = outbox.newest(data.week, exercise.id);
      const newest = due ?? delivery.received(data.week, exercise.id);
      const answers = newest?.answers ?? {};
      const answered = exercise.items.filter(({ id }) => Object.hasOwn(answers, id));
      const said = (/** @type {Kit.Item} */ item) => asSaid(item, answers[item.id], this.words("none"));
      return answered.map((item) => /** @type {Row} */ ([item.prompt, said(item), due ?? null]));
    });
    const isLeft = (/** @type {Kit.Entry} */ { week, exercise, sealed }) => {
      return sealed || week !== data.week || !data.exercises[exercise];
    };
    const left = outbox.entries().filter(isLeft);
    return [...mine, ...left.map((entry) => /** @type {Row} */ ([this.words("sent_other", entry), "", entry]))];
  }

  show() {
    this.aside.show();
    this.earlier.show();
    const rows = this.rows();
    const text = JSON.stringify(rows);
    if (text === this.text) return;
    this.text = text;
    const held = this.table.contains(document.activeElement);
    this.table.replaceChildren(rows.length ? this.makeTable(rows) : element("p", {}, this.words("sent_nothing")));
    if (held) (this.table.querySelector("button") ?? this.table).focus();
  }

  /** @param {Row[]} rows */
  makeTable(rows) {
    const { words } = this;
    const columns = ["sent_question", "sent_answer", "sent_state"];
    const head = columns.map((name) => element("th", { scope: "col" }, words(name)));
    const body = rows.map(([question, said, due]) => element("tr", {}, element("th", { scope: "row" }, question),
      element("td", {}, said), this.stateCell(due)));
    return element("table", { class: "page-sent" }, element("caption", { class: "page-unseen" }, words("sent_caption")),
      element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body));
  }

  /** @param {Kit.Entry | null} due */
  stateCell(due) {
    const state = due ? (due.problem ? "problem" : "waiting") : "received";
    const cell = element("td", { "data-state": state }, this.words(`sent_${state}`));
    if (due?.problem) cell.append(element("span", {}, due.problem), this.removal(due));
    return cell;
  }

  // The person alone lets go of what was not taken.
  /** @param {Kit.Entry} due */
  removal(due) {
    const name = `remove-${due.id}`;
    return button({ id: name, onclick: () => this.page.delivery.drop(due.id) }, this.words("sent_remove"),
      onlyRead(` ${this.words("sent_remove_what", due)}`));
  }

  async export() {
    const reply = await ask("GET", "/api/mine/export");
    if (reply.status !== 200) return this.say("problem", reply.body.say || this.words("not_now"));
    const { ok, ...found } = reply.body;
    download("my-answers.json", `${JSON.stringify(found, null, 1)}\n`, "application/json");
    return this.say("done", this.words("exported"));
  }

  async withdraw() {
    const sure = at("own-sure", HTMLInputElement);
    if (!sure.checked) {
      sure.focus();
      return this.say("problem", this.words("withdraw_tick"));
    }
    const reply = await ask("POST", "/api/withdraw", { confirm: true });
    if (reply.status !== 200) return this.say("problem", reply.body.say || this.words("not_now"));
    this.forget();
    return location.replace("/#withdrawn");
  }

  // What was sent is gone there, so it goes here too. Drafts and private notes are the person's own and stay.
  forget() {
    const { storage } = this.page;
    const sent = storage.names().filter((name) => /^(aside\/)?(outbox|received|pending)\//.test(name));
    for (const name of sent) storage.forget(name);
  }

  /** @type {Say} */
  say(state, sentence) {
    this.line.say(state, "", sentence);
  }
}

// Whether one's answers are counted: agreed to and taken back with one button each, in the same place.
class Agreeing {
  /** @param {WeekPage} page @param {Live.Me} me @param {Say} say */
  constructor(page, me, say) {
    this.page = page;
    this.me = me;
    this.say = say;
    this.words = page.words;
    this.place = at("own-agreeing");
    this.note = at("own-unagreed");
    this.show();
  }

  show() {
    const { me, words } = this;
    const name = me.agreed ? "agreeing_yes" : "agreeing_no";
    const press = button({ id: "own-agree", onclick: () => this.change() }, words(`${name}_change`));
    const about = element("p", { class: "page-quiet" }, words(`${name}_about`));
    this.place.replaceChildren(element("p", {}, words(name)), about, press);
    this.note.hidden = me.agreed;
  }

  async change() {
    const { me, page } = this;
    const { reply, sentence } = me.agreed ? await this.takeBack() : await this.give();
    if (reply.body.code === "other_notice") return location.reload();
    if (reply.status !== 200) return this.say("problem", reply.body.say || this.words("not_now"));
    me.agreed = !me.agreed;
    page.cohort.write("me", me);
    this.show();
    at("own-agree").focus();
    this.say("done", reply.body.say || sentence || "");
    return page.delivery.start();
  }

  /** @returns {Promise<{ reply: Live.Reply, sentence?: string }>} */
  async takeBack() {
    return { reply: await ask("POST", "/api/consent/take-back", { purpose: "aggregate" }) };
  }

  /** @returns {Promise<{ reply: Live.Reply, sentence?: string }>} */
  async give() {
    const given = { purpose: "aggregate", version: this.page.data.version };
    return { reply: await ask("POST", "/api/consent", given), sentence: this.words("agreeing_given") };
  }
}

// What became of one's answers: looked up at the host when it is asked for, and never kept.
class Became {
  /** @param {Kit.Words} words */
  constructor(words) {
    this.words = words;
    this.card = at("own-became", HTMLDetailsElement);
    this.list = at("own-became-list");
    this.card.addEventListener("toggle", () => this.look());
  }

  // Also after a reveal, while the list is in sight.
  async look() {
    if (!this.card.open) return;
    const reply = await ask("GET", "/api/mine/fates");
    const rows = reply.body.answers ?? [];
    if (reply.status !== 200) this.tell(reply.body.say || this.words("not_now"));
    else if (rows.length) this.list.replaceChildren(...this.weeks(rows));
    else this.tell(this.words("became_nothing"));
  }

  /** @param {string} sentence */
  tell(sentence) {
    this.list.replaceChildren(element("p", { role: "status" }, sentence));
  }

  // The newest answer of a question stands above those that it replaced.
  /** @param {Live.Fate[]} rows */
  weeks(rows) {
    const numbers = [...new Set(rows.map(({ week }) => week))].sort((one, other) => one - other);
    return numbers.flatMap((number) => {
      const mine = rows.filter(({ week }) => week === number).reverse();
      const title = number ? this.words("became_week", { week: number }) : this.words("became_start");
      return [element("h3", {}, title), element("ul", { class: "page-became" }, ...mine.map((row) => this.one(row)))];
    });
  }

  /** @param {Live.Fate} row */
  one({ question, answer, say, fate }) {
    return element("li", { "data-fate": fate }, element("strong", {}, question),
      element("span", {}, this.words("became_said", { answer })), element("span", {}, say));
  }
}

// Answers that this browser sent from a place which the host has no more: an older copy was put back there, made
// before that person joined. Whoever sent them has a new place by now. Nobody but them can say that the answers are
// theirs, on a device that others use or after all was deleted on purpose; so they are asked, and only what is open is
// taken.
class Earlier {
  /** @param {WeekPage} page @param {Live.Me} me @param {Say} say */
  constructor(page, me, say) {
    this.page = page;
    this.me = me;
    this.say = say;
    /** @type {Set<string>} */
    this.gone = new Set();
    this.told = element("p");
    this.open = element("p");
    this.again = button({ id: "earlier-again", onclick: () => this.sendAgain() }, page.words("earlier_again"));
    this.shut = element("p");
    const frame = { id: "own-earlier", class: "page-note", hidden: true };
    this.node = element("div", frame, this.told, this.open, this.again, this.shut);
    this.look();
  }

  names() {
    return this.page.cohort.names().filter((name) => !["", this.me.participant].includes(placeOf(name)));
  }

  async look() {
    const places = [...new Set(this.names().map(placeOf))].slice(0, MOST_PLACES);
    if (!places.length) return;
    const reply = await insist(`/week/state?${places.map((place) => `before=${place}`).join("&")}`, () => true);
    if (!reply?.body.gone) return;
    this.gone = new Set(reply.body.gone);
    for (const place of places.filter((one) => !this.gone.has(one))) this.empty(place);
    this.show();
  }

  // What a receipt of version 0.1.0 holds as it was answered is at the host, or was deleted there for good.
  /** @param {string} place */
  empty(place) {
    const { cohort } = this.page;
    for (const name of this.names().filter((one) => placeOf(one) === place)) {
      const had = cohort.read(name, isReceipt);
      if (had?.answers) cohort.write(name, emptied(had));
    }
  }

  // What was answered anew from the new place is not sent once more.
  /** @returns {Lost[]} */
  entries() {
    const { cohort, outbox, delivery } = this.page;
    const lost = this.names().filter((name) => this.gone.has(placeOf(name)));
    const found = lost.flatMap((name) => {
      const had = cohort.read(name, isReceipt);
      return had && isWhole(had) ? [{ name, had }] : [];
    });
    return found.filter(({ had: { week, exercise } }) => {
      return !delivery.received(week, exercise) && !outbox.newest(week, exercise);
    });
  }

  /** @param {Lost} lost */
  isOpen({ had }) {
    const { page } = this;
    return !page.other && had.week === page.data.week && page.room.exercises[had.exercise] === "open";
  }

  /** @param {Lost[]} entries */
  titles(entries) {
    const { data, words } = this.page;
    const title = (/** @type {Lost} */ { had }) => {
      const here = had.week === data.week && data.exercises[had.exercise];
      return here ? here.title : words("sent_other", had);
    };
    return entries.map((entry) => title(entry)).join("; ");
  }

  show() {
    const entries = this.gone.size ? this.entries() : [];
    const [open, shut] = [entries.filter((one) => this.isOpen(one)), entries.filter((one) => !this.isOpen(one))];
    const { words } = this.page;
    this.node.hidden = !entries.length;
    this.told.textContent = words("earlier_told");
    this.showSome(this.open, "earlier_open", open);
    this.showSome(this.shut, "earlier_shut", shut);
    this.again.hidden = !open.length;
  }

  /** @param {HTMLElement} node @param {string} name @param {Lost[]} some */
  showSome(node, name, some) {
    node.hidden = !some.length;
    node.textContent = this.page.words(name, { titles: this.titles(some) });
  }

  // As new answers from the new place, held to what is open; the old receipts go, so that this is done once.
  sendAgain() {
    const { cohort, outbox, delivery, data, words } = this.page;
    for (const { name, had } of this.entries().filter((one) => this.isOpen(one))) {
      const { week, exercise, answers = {}, sealed, shared } = had;
      outbox.put({ id: makeUuid(), week, exercise, revision: 1, answers, sealed, shared, session: data.session });
      cohort.forget(name);
    }
    delivery.start();
    this.show();
    this.say("done", words("earlier_sent"));
  }
}
