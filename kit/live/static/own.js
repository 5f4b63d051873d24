// The own part of the page: what was sent and whether it arrived, what became of it, a copy of it, and the way to take all
// of it back.

import { AsideNote } from "../../widgets/static/shared/aside.js";
import { button, element, makeUuid, onlyRead } from "../../widgets/static/shared/dom.js";
import { statusLine } from "../../widgets/static/shared/status.js";
import { Kept } from "./kept.js";
import { ask, insist } from "./net.js";
import { isEntry } from "./postbox.js";

const RECEIPT = /^([0-9a-f]{32})\/received\//;
// Of how many earlier places the host is asked at once.
const MOST_PLACES = 8;

function asSaid(item, value, none) {
  if (item.options && Array.isArray(value)) return value.join(", ") || none;
  return item.options?.find((offer) => offer.value === value)?.label ?? String(value);
}

function save(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

export class OwnPart {
  constructor(page, me) {
    Object.assign(this, { page, words: page.words, text: "" });
    this.table = document.getElementById("own-sent");
    this.table.tabIndex = -1;
    this.line = statusLine("page-said");
    document.getElementById("own-said").append(this.line.node);
    const wanted = (name) => /^(outbox|received)\//.test(name);
    this.aside = new AsideNote({ id: "own", words: page.words, owner: page.kept.place, wanted });
    this.aside.node.className = "page-note page-aside";
    this.table.after(this.aside.node);
    this.earlier = new Earlier(page, me, (state, sentence) => this.say(state, sentence));
    this.table.before(this.earlier.node);
    window.addEventListener("kit-kept", () => this.aside.show());
    document.getElementById("own-export").addEventListener("click", () => this.export());
    document.getElementById("own-withdraw").addEventListener("submit", (event) => this.withdraw(event));
    this.agreeing = new Agreeing(page, me, (state, sentence) => this.say(state, sentence));
    this.became = new Became(page.words);
  }

  // One row for each answer of this week: the newest that was sent, and where it is. Then what is left of other weeks.
  rows() {
    const { data, box } = this.page;
    const mine = Object.values(data.exercises).flatMap((exercise) => {
      const due = box.unsent(data.week, exercise.id);
      const newest = due ?? box.received(data.week, exercise.id);
      const answered = newest ? exercise.items.filter(({ id }) => Object.hasOwn(newest.answers, id)) : [];
      return answered.map((item) => [item.prompt, asSaid(item, newest.answers[item.id], this.words("none")), due ?? null]);
    });
    const left = box.entries().filter((entry) => entry.week !== data.week || !data.exercises[entry.exercise]);
    return [...mine, ...left.map((entry) => [this.words("sent_other", entry), "", entry])];
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

  makeTable(rows) {
    const { words } = this;
    const head = ["sent_question", "sent_answer", "sent_state"].map((name) => element("th", { scope: "col" }, words(name)));
    const body = rows.map(([question, said, due]) => element("tr", {}, element("th", { scope: "row" }, question),
      element("td", {}, said), this.stateCell(due)));
    return element("table", { class: "page-sent" }, element("caption", {}, words("sent_caption")),
      element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body));
  }

  stateCell(due) {
    const state = due ? (due.problem ? "problem" : "waiting") : "received";
    const cell = element("td", { "data-state": state }, this.words(`sent_${state}`));
    if (due?.problem) cell.append(element("span", {}, due.problem), this.removal(due));
    return cell;
  }

  // The person alone lets go of what was not taken.
  removal(due) {
    const name = `remove-${due.id}`;
    return button({ id: name, onclick: () => this.page.box.drop(due.id) }, this.words("sent_remove"),
      onlyRead(` ${this.words("sent_remove_what", due)}`));
  }

  async export() {
    const reply = await ask("GET", "/api/mine/export");
    if (reply.status !== 200) return this.say("problem", reply.body.say || this.words("not_now"));
    const { ok, ...found } = reply.body;
    save("my-answers.json", `${JSON.stringify(found, null, 1)}\n`);
    return this.say("done", this.words("exported"));
  }

  async withdraw(event) {
    event.preventDefault();
    const box = event.target.elements.sure;
    if (!box.checked) {
      box.focus();
      return this.say("problem", this.words("withdraw_tick"));
    }
    const reply = await ask("POST", "/api/withdraw", { confirm: true });
    if (reply.status !== 200) return this.say("problem", reply.body.say || this.words("not_now"));
    this.forget();
    return location.replace("/#withdrawn");
  }

  // What was sent is gone there, so it goes here too. Drafts and private notes are the person's own and stay.
  forget() {
    const { kept } = this.page;
    const sent = kept.names().filter((name) => /^(aside\/)?(outbox|received|pending)\//.test(name));
    for (const name of sent) kept.forget(name);
  }

  say(state, sentence) {
    this.line.say(state, "", sentence);
  }
}

// Whether one's answers are counted: agreed to and taken back with one button each, in the same place.
class Agreeing {
  constructor(page, me, say) {
    Object.assign(this, { page, me, say, words: page.words });
    this.place = document.getElementById("own-agreeing");
    this.note = document.getElementById("own-unagreed");
    this.show();
  }

  show() {
    const { me, words } = this;
    const name = me.agreed ? "agreeing_yes" : "agreeing_no";
    const press = button({ id: "own-agree", onclick: () => this.change() }, words(`${name}_change`));
    this.place.replaceChildren(element("p", {}, words(name)), element("p", { class: "page-quiet" }, words(`${name}_about`)), press);
    this.note.hidden = me.agreed;
  }

  async change() {
    const { me, page } = this;
    const { reply, sentence } = me.agreed ? await this.takeBack() : await this.give();
    if (reply.body.code === "other_notice") return location.reload();
    if (reply.status !== 200) return this.say("problem", reply.body.say || this.words("not_now"));
    me.agreed = !me.agreed;
    new Kept(`kit/${page.data.cohort}`).write("me", me);
    this.show();
    document.getElementById("own-agree").focus();
    this.say("done", reply.body.say || sentence);
    page.box.held = "";
    return page.box.flush();
  }

  async takeBack() {
    return { reply: await ask("POST", "/api/consent/take-back", { purpose: "aggregate" }) };
  }

  async give() {
    const given = { purpose: "aggregate", version: this.page.data.version };
    return { reply: await ask("POST", "/api/consent", given), sentence: this.words("agreeing_given") };
  }
}

// What became of one's answers: looked up at the host when it is asked for, and never kept.
class Became {
  constructor(words) {
    this.words = words;
    this.card = document.getElementById("own-became");
    this.list = document.getElementById("own-became-list");
    this.card.addEventListener("toggle", () => this.look());
  }

  // Also after a reveal, while the list is in sight.
  async look() {
    if (!this.card.open) return;
    const reply = await ask("GET", "/api/mine/fates");
    const rows = reply.body.answers;
    if (reply.status !== 200) this.tell(reply.body.say || this.words("not_now"));
    else if (rows.length) this.list.replaceChildren(...this.weeks(rows));
    else this.tell(this.words("became_nothing"));
  }

  tell(sentence) {
    this.list.replaceChildren(element("p", { role: "status" }, sentence));
  }

  // The newest answer of a question stands above those that it replaced.
  weeks(rows) {
    const numbers = [...new Set(rows.map(({ week }) => week))].sort((one, other) => one - other);
    return numbers.flatMap((number) => {
      const mine = rows.filter(({ week }) => week === number).reverse();
      const title = number ? this.words("became_week", { week: number }) : this.words("became_start");
      return [element("h3", {}, title), element("ul", { class: "page-became" }, ...mine.map((row) => this.one(row)))];
    });
  }

  one({ question, answer, say, fate }) {
    return element("li", { "data-fate": fate }, element("strong", {}, question),
      element("span", {}, this.words("became_said", { answer })), element("span", {}, say));
  }
}

// Answers that this browser sent from a place which the host has no more: an older copy was put back there, made before
// that person joined. Whoever sent them has a new place by now. Nobody but them can say that the answers are theirs, on a
// device that others use or after all was deleted on purpose; so they are asked, and only what is open is taken.
class Earlier {
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
    const places = [...new Set(this.names().map((name) => RECEIPT.exec(name)[1]))].slice(0, MOST_PLACES);
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
