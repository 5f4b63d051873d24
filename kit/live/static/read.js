// The week's text, with what is done in it. It is fetched once somebody opens it, and not before.

import { at } from "../../widgets/static/shared/dom.js";
import { statusLine } from "../../widgets/static/shared/status.js";
import { pause } from "./net.js";
import { ResultPlace } from "./results.js";

/** @typedef {import("./page.js").WeekPage} WeekPage */

export class ReadAlong {
  /** @param {WeekPage} page */
  constructor(page) {
    this.page = page;
    this.text = at("read-text");
    this.line = statusLine("page-said");
    at("read-said").append(this.line.node);
    /** @type {ResultPlace[]} */
    this.results = [];
    this.state = "none";
    this.attempt = 0;
    window.addEventListener("online", () => this.state === "away" && this.fetch());
  }

  open() {
    if (this.state === "none") this.fetch();
    this.takePractices();
  }

  async fetch() {
    clearTimeout(this.timer);
    this.state = "asking";
    if (!this.attempt) this.line.say("wait", "", this.page.words("read_wait"));
    try {
      const reply = await fetch("/week/read");
      if (!reply.ok) throw new Error(String(reply.status));
      this.show(await reply.text());
    } catch {
      // No network, or a host that has none of it yet: said here, and asked again.
      this.state = "away";
      this.attempt += 1;
      this.line.say("problem", "", this.page.words("read_away"));
      this.timer = setTimeout(() => this.fetch(), pause(this.attempt));
    }
  }

  // The host made it clean; it comes from nobody else.
  /** @param {string} html */
  show(html) {
    this.state = "there";
    at("read-head").remove();
    this.line.say("", "", "");
    this.text.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    for (const el of marked(this.text, "own")) this.page.placeOf(el.dataset.own ?? "")?.into(el);
    this.results = marked(this.text, "result").map((el) => this.resultIn(el));
    this.takePractices();
  }

  /** @param {HTMLElement} el */
  resultIn(el) {
    const id = el.dataset.result ?? "";
    const { exercises } = this.page.data;
    const about = { id, level: Number(el.dataset.level), title: exercises[id].title, head: `read-${id}` };
    const place = new ResultPlace(el, about, this.page.words);
    place.show(this.page.found[id] ?? null);
    return place;
  }

  /** @param {Live.Results} results */
  showResults(results) {
    for (const place of this.results) place.show(results[place.id] ?? null);
  }

  // Each practice is there once, and stands where it is looked at.
  takePractices() {
    if (this.page.tabs.name !== "read") return;
    for (const el of marked(this.text, "practice")) this.page.practices.get(el.dataset.practice ?? "")?.into(el);
    for (const el of marked(this.text, "own")) this.page.placeOf(el.dataset.own ?? "")?.into(el);
  }
}

/** @param {HTMLElement} place @param {"own" | "practice" | "result"} kind */
function marked(place, kind) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll(`[data-${kind}]`))];
}
