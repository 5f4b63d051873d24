// The own part of the page: what was sent and whether it arrived, a copy of it, and the way to take all of it back.

import { AsideNote } from "../../widgets/static/shared/aside.js";
import { button, element, onlyRead } from "../../widgets/static/shared/dom.js";
import { statusLine } from "../../widgets/static/shared/status.js";
import { Agreeing } from "./agreeing.js";
import { Became } from "./became.js";
import { Earlier } from "./earlier.js";
import { ask } from "./net.js";

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
