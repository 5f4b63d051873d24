// The screen for the room: how to join, what is asked now, how long the block lasts, and what was revealed.
// It knows of no single person and of no number of answers that is not published.

import { element, statusLine, wording } from "./dom.js";
import { drawCharts } from "./charts.js";
import { Line } from "./line.js";
import { ask, faultOf, pause } from "./net.js";
import { rangeTable } from "./results.js";
import { Stream } from "./stream.js";
import { Timer } from "./timer.js";

const at = (id) => document.getElementById(id);

class Screen {
  constructor({ words, exercises, assets }) {
    this.words = wording({ messages: words, place: "page" });
    Object.assign(this, { exercises, assets, chosen: null, results: {}, attempt: 0, held: null });
    this.line = new Line(this.words);
    this.state = statusLine("page-line");
    this.said = statusLine("page-said");
    at("screen-line").append(this.state.node);
    at("screen-said").append(this.said.node);
    this.timer = new Timer(at("screen-block"), at("screen-time"), this.words);
    this.line.heard.add(() => this.showLine());
    at("screen-pause").addEventListener("click", () => this.togglePause());
  }

  async start() {
    const reply = await ask("GET", "/api/screen");
    if (reply.status === 401) return this.closed();
    if (reply.status !== 200) {
      this.line.set(faultOf(reply) || "trouble");
      this.attempt += 1;
      return setTimeout(() => this.start(), pause(this.attempt, reply.wait));
    }
    this.joining(reply.body);
    this.stream = new Stream("/api/events", {
      opened: () => this.line.set(""),
      heard: (state) => this.hear(state),
      broke: () => this.line.set(navigator.onLine ? "away" : "device"),
    });
    this.stream.open();
    await this.hear(reply.body);
    document.documentElement.dataset.ready = "yes";
    return undefined;
  }

  closed() {
    at("screen-join").hidden = true;
    at("screen-pause").hidden = true;
    this.said.say("problem", "", this.words("screen_closed"));
    document.documentElement.dataset.ready = "yes";
  }

  joining({ url, code }) {
    at("screen-where").textContent = url.replace(/^https?:\/\//, "");
    at("screen-code").textContent = code;
    at("screen-picture").src = `/screen/join.svg?${Date.now()}`;
    at("screen-picture").hidden = false;
  }

  showLine() {
    const name = this.line.shown || "well";
    this.state.say(name, this.words(`line_title_${name}`), "");
  }

  togglePause() {
    const paused = this.held === null;
    at("screen-pause").setAttribute("aria-pressed", String(paused));
    at("screen-pause").textContent = this.words(paused ? "screen_resume" : "screen_pause");
    const state = this.held;
    this.held = paused ? {} : null;
    if (!paused && state.exercises) this.hear(state);
  }

  async hear(state) {
    if (this.held !== null) {
      this.held = state;
      return;
    }
    this.ask(Object.keys(state.exercises).filter((id) => state.exercises[id] === "open" && this.exercises[id]));
    const [now, joining] = await Promise.all([ask("GET", "/screen/now"), ask("GET", "/api/screen")]);
    if (joining.status === 401) return void this.stream.close(this.closed());
    if (joining.body.code && joining.body.code !== at("screen-code").textContent) this.joining(joining.body);
    if (now.status !== 200 || this.held !== null) return;
    this.timer.show(now.body.block);
    this.reveal(now.body.results);
  }

  // What is asked now, so that people without a device can follow and answer on paper.
  ask(open) {
    const shown = open.map((id) => this.questions(this.exercises[id]));
    at("screen-asked").hidden = shown.length === 0;
    at("screen-questions").replaceChildren(...shown);
    document.body.classList.toggle("screen-busy", shown.length > 0 || Object.keys(this.results).length > 0);
  }

  questions({ title, intro, items }) {
    const asked = items.filter(({ share }) => share !== "private").map(({ prompt }) => element("li", {}, prompt));
    const list = asked.length ? element("ol", {}, ...asked) : null;
    return element("div", { class: "screen-question" }, element("h3", {}, title), intro ? element("p", {}, intro) : null, list);
  }

  // The newest result is shown by itself; the others stay a press away.
  reveal(results) {
    const ids = Object.keys(results);
    const fresh = ids.filter((id) => !this.results[id]);
    const same = JSON.stringify(results) === JSON.stringify(this.results);
    this.results = results;
    if (same && this.chosen) return;
    if (fresh.length) this.chosen = fresh.at(-1);
    at("screen-results").hidden = ids.length === 0;
    document.body.classList.toggle("screen-busy", ids.length > 0 || !at("screen-asked").hidden);
    if (this.chosen) this.showResult();
  }

  showResult() {
    const { chosen, results, exercises } = this;
    const choices = Object.keys(results).map((id) => element("button", {
      type: "button",
      "aria-pressed": String(id === chosen),
      onclick: () => {
        this.chosen = id;
        this.showResult();
        at("screen-choose").querySelector('[aria-pressed="true"]').focus();
      },
    }, exercises[id].title));
    at("screen-choose").replaceChildren(...(choices.length > 1 ? choices : []));
    const items = results[chosen].map((item) => this.item(item));
    at("screen-result").replaceChildren(element("h3", { class: "screen-title" }, exercises[chosen].title), ...items);
    drawCharts(at("screen-result"), chosen, this.assets);
  }

  // The table says the same as the chart, which takes its place beside it once it is drawn.
  item({ id, prompt, finding, table }) {
    const said = element("div", {}, element("h4", {}, prompt), element("p", { class: "page-finding" }, finding));
    if (!table) return element("article", { class: "screen-item" }, said);
    const chart = element("div", { class: "screen-chart", "data-item": id, hidden: true });
    return element("article", { class: "screen-item" }, said, element("div", { class: "screen-pair" }, chart, rangeTable(table)));
  }
}

new Screen(JSON.parse(at("kit-screen").textContent)).start();
