// The participant's page: forms that send by themselves, results as they are revealed, and the own part.

import { at, element, given, wording } from "../../widgets/static/shared/dom.js";
import { Outbox } from "../../widgets/static/shared/outbox.js";
import { BrowserStorage, isObject } from "../../widgets/static/shared/storage.js";
import { keyOf } from "./cards.js";
import { Line, Stream } from "./connection.js";
import { Delivery } from "./delivery.js";
import { dropFarewell, fetchCopy, sayFarewell } from "./farewell.js";
import { ask, faultOf, insist, pause } from "./net.js";
import { Now, pickLine } from "./now.js";
import { OwnPart } from "./own.js";
import { ExercisePlace, PracticePlace } from "./places.js";
import { ReadAlong } from "./read.js";
import { ResultPlace } from "./results.js";
import { Tabs } from "./tabs.js";
import { Top } from "./top.js";
import { FourWords } from "./words.js";

// How long until a page whose session has ended looks whether another one is running.
const LOOK_FOR_NEXT = 5000;
// How long nobody answers before a session near its end has probably ended.
const LONG_AWAY = 60_000;
// How long what the host has is believed by somebody who goes on writing.
const BELIEVED = 15000;

/** @param {unknown} value @returns {value is Live.Me} */
function isMe(value) {
  return isObject(value) && typeof value.participant === "string";
}

/** @param {unknown} value @returns {value is Live.Practices} */
function isPractices(value) {
  return isObject(value) && isObject(value.practices) && isObject(value.sentences);
}

// A result on "Now": whole, or as a line that leads to it.
class ResultCard {
  /** @param {{ id: string, title: string }} about @param {Kit.Words} words @param {() => void} choose */
  constructor({ id, title }, words, choose) {
    this.id = id;
    this.title = title;
    this.pick = pickLine(words("result", { title }), words("pick_open"), choose);
    this.el = element("div", { class: "page-result", "data-result": id });
    const marks = { class: "page-item", "aria-label": words("result", { title }) };
    this.node = element("section", marks, this.pick, this.el);
    this.place = new ResultPlace(this.el, { id, level: 3, title, head: `result-${id}` }, words);
  }

  card() {
    this.pick.hidden = true;
    this.el.hidden = false;
  }

  line() {
    this.pick.hidden = false;
    this.el.hidden = true;
  }
}

/**
 * @typedef {object} Opened
 * @property {Live.Me} me
 * @property {BrowserStorage} storage
 * @property {Outbox} outbox
 * @property {Delivery} delivery
 * @property {FourWords} fourWords
 * @property {OwnPart} own
 * @property {Stream} stream
 */

export class WeekPage {
  // What is made once it is known who this is; asked for earlier, it is an error and not a surprise later on.
  /** @type {Partial<Opened>} */
  #opened = {};

  /** @type {ExercisePlace[]} */
  places = [];

  /** @type {ResultCard[]} */
  results = [];

  /** @param {Live.WeekData} data */
  constructor(data) {
    this.data = data;
    // What is kept of this cohort, whoever of it uses this browser.
    this.cohort = new BrowserStorage(`kit/${data.cohort}`);
    this.words = wording({ messages: data.words, place: "page" });
    this.line = new Line(this.words);
    this.since = Date.now();
    this.line.isLate = () => this.isLate;
    this.line.heard.add(() => this.showLate());
    this.top = new Top(this.words, this.line);
    this.tabs = new Tabs((name) => this.showTab(name));
    /** @type {Map<string, PracticePlace>} */
    this.practices = new Map();
    /** @type {Live.Practices | null} */
    this.held = null;
    /** @type {Promise<Live.Practices> | null} */
    this.asking = null;
    /** @type {Live.Results} */
    this.found = {};
    this.now = new Now(this);
    this.read = new ReadAlong(this);
    this.isReady = false;
    /** @type {Pick<Live.Room, "mode" | "exercises"> & Partial<Live.Room>} */
    this.room = { mode: "live", exercises: {} };
    // The session that runs now, where it is another one than this page's.
    /** @type {Live.Room | null} */
    this.other = null;
    /** @type {Live.Late} */
    this.late = {};
    this.attempt = 0;
    this.asked = 0;
    this.heardBefore = false;
    this.resultsBefore = false;
    /** @type {number | undefined} */
    this.run = undefined;
  }

  get isOpened() {
    return this.#opened.own !== undefined;
  }

  get me() {
    return given(this.#opened.me);
  }

  get storage() {
    return given(this.#opened.storage);
  }

  get outbox() {
    return given(this.#opened.outbox);
  }

  get delivery() {
    return given(this.#opened.delivery);
  }

  get own() {
    return given(this.#opened.own);
  }

  get stream() {
    return given(this.#opened.stream);
  }

  // Who this is, and how the room stands. Nothing is shown to fill in before that is known.
  async start() {
    const reply = await ask("GET", "/week/state");
    // Whoever has no place in this session is told so before there is anything to fill in.
    if (reply.status === 401 || reply.body.me?.served === false) return void location.replace("/");
    const me = reply.body.me ?? this.remembered();
    this.late = reply.body.late ?? {};
    if (me) this.open(me);
    if (reply.status === 200) this.hear(/** @type {Live.Room} */ (reply.body));
    else this.line.set(faultOf(reply) || "trouble", reply.body.say);
    if (me) return void this.begin();
    this.attempt += 1;
    return setTimeout(() => this.start(), pause(this.attempt, reply.wait));
  }

  // Whoever comes to the page finds what is open, where that was.
  begin() {
    this.isReady = true;
    if (this.now.card.startsWith("exercise/")) this.tabs.toNow();
    else this.tabs.follow();
    this.now.focus();
    document.documentElement.dataset.ready = "yes";
  }

  // A page that opens while the host starts again still knows whose drafts these are.
  remembered() {
    return this.cohort.read("me", isMe);
  }

  /** @param {Live.Me} me */
  open(me) {
    const { data, line, words } = this;
    this.cohort.write("me", me);
    const storage = new BrowserStorage(`kit/${data.cohort}/${me.participant}`);
    const outbox = new Outbox(storage);
    const [changed, sentAgain] = [() => this.refresh(), () => this.own.say("done", words("sent_again"))];
    const delivery = new Delivery({ outbox, line, words, changed, sentAgain });
    this.#opened = { me, storage, outbox, delivery, fourWords: new FourWords(data.cohort, words) };
    this.findPractices();
    this.places = this.findPlaces(me);
    this.results = this.findResults();
    this.#opened.own = new OwnPart(this, me);
    line.heard.add(() => this.refresh());
    window.addEventListener("kit-kept", () => this.refresh());
    this.#opened.stream = new Stream("/api/events", {
      opened: () => this.reconnected(),
      heard: (state) => this.hear(state),
      broke: (refused) => this.broke(refused),
    });
    this.stream.open();
    this.delivery.flush();
    this.watchForOthers();
  }

  /** @param {Live.Me} me */
  findPlaces(me) {
    const { data } = this;
    const shared = { cohort: data.cohort, participant: me.participant, place: "page", week: data.week };
    return Object.values(data.exercises).map((exercise) => {
      const spec = { ...shared, exercise, heading: 3, messages: data.form };
      const choose = () => this.now.choose(keyOf("exercise", exercise.id));
      const place = new ExercisePlace({ spec, page: this, choose });
      this.now.add("exercise", exercise.id, place);
      return place;
    });
  }

  // What is written for oneself stands on "Mine" too.
  findPractices() {
    const all = this.data.parts.flatMap(({ practices }) => practices);
    for (const one of all) this.practices.set(one.id, new PracticePlace(one, this));
    const written = all.filter(({ followed }) => !followed);
    at("own-practices").hidden = !written.length;
    at("own-practices-list").append(...written.map(({ id, title }) => {
      const holder = element("div", { "data-mine": id });
      const card = element("details", { class: "page-fold" }, element("summary", {}, title), holder);
      card.addEventListener("toggle", () => card.open && this.practices.get(id)?.into(holder));
      return card;
    }));
  }

  findResults() {
    return Object.values(this.data.exercises).filter(({ id }) => this.sends(id)).map(({ id, title }) => {
      const card = new ResultCard({ id, title }, this.words, () => this.now.choose(keyOf("result", id)));
      this.now.add("result", id, card);
      return card;
    });
  }

  // What a practice holds comes with the first that somebody looks at. Raises where it does not come.
  /** @param {string} id @returns {Promise<Kit.PracticeSpec>} */
  async practiceSpec(id) {
    const { data } = this;
    const held = this.held ?? (await (this.asking ??= this.fetchPractices()));
    this.held = held;
    const { module, practice, sheets } = held.practices[id];
    const messages = { ...held.sentences.practice, ...held.sentences[module] };
    const shared = { cohort: data.cohort, participant: this.me.participant, place: "page", week: data.week };
    return /** @type {Kit.PracticeSpec} */ ({ ...shared, practice, sheets, messages, heading: 3 });
  }

  async fetchPractices() {
    const reply = await ask("GET", "/week/practices");
    this.asking = null;
    if (reply.status === 200 && isPractices(reply.body)) return this.withStyle(reply.body);
    throw new Error("They come when the connection is back.");
  }

  /** @param {Live.Practices} found */
  withStyle(found) {
    const style = element("link", { rel: "stylesheet", href: new URL("practices.css", import.meta.url).href });
    document.head.append(style);
    return found;
  }

  /** @param {string} id */
  placeOf(id) {
    return this.places.find((place) => place.id === id);
  }

  // Whether an exercise has anything for the group.
  /** @param {string} id */
  sends(id) {
    return this.data.exercises[id].items.some(({ share }) => share === "group");
  }

  /** @param {string} name */
  showTab(name) {
    const moved = document.body.dataset.tab !== name;
    document.body.dataset.tab = name;
    if (!this.isOpened) return;
    if (moved) this.top.clear();
    if (name === "now") {
      this.now.show();
      if (moved) this.now.focus();
    } else if (name === "read") this.read.open();
    else this.showMine();
    this.placeWords();
  }

  showMine() {
    /** @type {NodeListOf<HTMLElement>} */
    const holders = document.querySelectorAll("details[open] [data-mine]");
    for (const holder of holders) this.practices.get(holder.dataset.mine ?? "")?.into(holder);
    at("own-practices-about").textContent = this.words("mine_practices_about");
    this.own.became.look();
  }

  // The four words come once there is something to come back to, and stand on "Mine" all along.
  placeWords() {
    const { tabs, own } = this;
    const fourWords = given(this.#opened.fourWords);
    const wanted = fourWords.isThere && own.rows().length > 0 && tabs.name === "now";
    const place = at(wanted ? "now-words" : "own-words");
    if (fourWords.node.parentNode !== place) place.append(fourWords.node);
  }

  /** @param {string} id */
  isClosed(id) {
    return Boolean(this.other) || this.room.exercises[id] === "closed";
  }

  closedOnes() {
    return Object.keys(this.data.exercises).filter((id) => this.sends(id) && this.isShown(id) && this.isClosed(id));
  }

  openOnes() {
    return Object.keys(this.data.exercises).filter((id) => this.sends(id) && this.isShown(id) && !this.isClosed(id));
  }

  /** @param {string} id */
  isRevealed(id) {
    return this.results.some((card) => card.id === id && card.place.isThere);
  }

  // What nobody sends needs nobody to open it, and with self-paced work everything is there at once.
  /** @param {string} id */
  isShown(id) {
    return !this.sends(id) || this.room.mode === "self-paced" || ["open", "closed"].includes(this.room.exercises[id]);
  }

  // A page that was left open belongs to the session it was made for, and sends nothing into another.
  /** @param {Live.Room} state */
  isOther({ session }) {
    return Boolean(session && this.data.session && session !== this.data.session);
  }

  /** @param {Live.Room} state */
  leave(state) {
    this.other = state;
    this.line.over = false;
    this.line.set("");
    if (!this.isOpened) return;
    this.delivery.stop();
    this.now.stay();
    this.refresh();
  }

  /** @param {Live.Room} state */
  hear(state) {
    if (this.isOther(state)) return void this.leave(state);
    const opened = Object.keys(state.exercises).filter((id) => state.exercises[id] === "open");
    const news = opened.filter((id) => this.room.exercises[id] !== "open" && this.heardBefore);
    const revealed = mayHaveRevealed(this.room, state);
    const moved = this.heardBefore && this.room.block !== state.block;
    this.room = state;
    this.line.set("");
    if (!this.isOpened) return;
    this.now.hearOpen(this.openOnes());
    if (moved) this.now.goOn();
    this.refresh();
    for (const id of news) this.announce("opened", "exercise", id);
    if (state.results) this.showResults(state.results);
    else if (revealed || !this.heardBefore) this.fetchResults();
    this.heardBefore = true;
    const other = this.run !== undefined && this.run !== state.run;
    this.run = state.run;
    if (state.ended) return void this.end(state.ended);
    if (other) this.delivery.lookAgain();
    else if (this.delivery.waiting.length) this.delivery.flush();
  }

  // The last that is heard of a session. What waits here is for the page of the next one.
  /** @param {Live.Ended} ended */
  async end(ended) {
    if (this.line.over) return;
    this.line.over = true;
    this.line.set("ended");
    this.delivery.stop();
    this.refresh();
    this.now.end(true);
    this.top.announce("ended", ended.title, this.tabs.name === "now" ? null : () => this.tabs.toNow());
    sayFarewell(ended, this.words);
    this.now.focusOnFarewell();
    await fetchCopy(ended, this.words, `week_${this.data.week}`);
    this.stream.close();
    this.waitForNext();
  }

  // A phone that slept through the end finds nobody there. In the last part, or once the session's time is over, what
  // was to be said at its end is said all the same; if the session does go on, it makes room again.
  get isLate() {
    const { data, room, since } = this;
    if (room.mode !== "live" || !this.isOpened || Date.now() - this.stream.heardAt < LONG_AWAY) return false;
    return room.block === data.parts.at(-1)?.id || Date.now() - since >= data.minutes * 60_000;
  }

  showLate() {
    if (!this.isOpened || this.line.over) return;
    const isLate = this.line.shown === "late";
    if (isLate === this.now.isOver) return;
    if (isLate) sayFarewell({ ...this.data.farewell, title: "" }, this.words);
    else dropFarewell();
    this.now.end(isLate);
  }

  waitForNext() {
    setTimeout(() => this.stream.open(), LOOK_FOR_NEXT);
  }

  /** @param {"opened" | "revealed"} name @param {import("./cards.js").CardKind} kind @param {string} id */
  announce(name, kind, id) {
    const go = this.tabs.name === "now" ? null : () => this.now.choose(keyOf(kind, id));
    this.top.announce(name, this.data.exercises[id]?.title, go);
  }

  // A stream that was refused says nothing of why; asking once more does.
  /** @param {boolean} refused */
  async broke(refused) {
    if (this.line.over && !this.other) {
      this.stream.close();
      return void this.waitForNext();
    }
    if (!refused) return void this.line.set(navigator.onLine ? "away" : "device");
    const reply = await ask("GET", "/week/state");
    if (reply.status === 401) this.line.set("unknown");
    else if (!this.stream.isOpen) this.line.set(faultOf(reply), reply.body.say);
  }

  reconnected() {
    this.line.set("");
    if (this.other || this.line.over) return;
    this.delivery.reconciled = false;
    this.delivery.start();
    this.showPractices();
  }

  // What was sent from another device shows when somebody comes back to this one, or begins to write.
  watchForOthers() {
    document.addEventListener("visibilitychange", () => document.hidden || this.delivery.look(0));
    for (const name of ["focus", "pageshow"]) window.addEventListener(name, () => this.delivery.look(0));
    for (const name of ["focusin", "pointerdown"]) window.addEventListener(name, () => this.delivery.look(BELIEVED));
  }

  showPractices() {
    for (const place of this.practices.values()) place.show();
  }

  async fetchResults() {
    this.asked += 1;
    const turn = this.asked;
    const reply = await insist("/week/results", () => turn === this.asked);
    if (reply?.status === 200 && reply.body.results) this.showResults(reply.body.results);
  }

  // What is still on its way is older than these.
  /** @param {Live.Results} results */
  showResults(results) {
    this.asked += 1;
    this.found = results;
    const news = this.results.filter((card) => card.place.show(results[card.id] ?? null));
    const there = this.results.filter((card) => card.place.isThere).map(({ id }) => id);
    this.now.hearResults(there, this.resultsBefore);
    this.read.showResults(results);
    this.refresh();
    if (this.resultsBefore) for (const { id } of news) this.announce("revealed", "result", id);
    this.resultsBefore = true;
    this.own.became.look();
  }

  refresh() {
    if (this.other) this.top.leave(this.data.week, this.other.week);
    for (const place of this.places) place.tell();
    if (!this.isOpened) return;
    this.now.show();
    this.own.show();
    this.placeWords();
  }
}

// What only moves the clock reveals nothing. A change that none of it explains may be a result without a release.
/** @param {Partial<Live.Room>} before @param {Live.Room} now */
function mayHaveRevealed(before, now) {
  const told = (/** @type {Partial<Live.Room>} */ { exercises, released }) => JSON.stringify([exercises, released]);
  const clock = (/** @type {Partial<Live.Room>} */ { block, clock: hands }) => JSON.stringify([block, hands]);
  return told(before) !== told(now) || clock(before) === clock(now);
}

const page = new WeekPage(JSON.parse(at("kit-week").textContent));
page.start();
