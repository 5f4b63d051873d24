// The participant's page: forms that send by themselves, results as they are revealed, and the own part.

import { at, wording } from "../../widgets/static/shared/dom.js";
import { Outbox } from "../../widgets/static/shared/outbox.js";
import { BrowserStorage, isObject } from "../../widgets/static/shared/storage.js";
import { Line, Stream } from "./connection.js";
import { Delivery } from "./delivery.js";
import { sayFarewell } from "./farewell.js";
import { ask, faultOf, insist, pause } from "./net.js";
import { OwnPart } from "./own.js";
import { ExercisePlace, PracticePlace } from "./places.js";
import { ResultPlace } from "./results.js";
import { Top } from "./top.js";

// How long until a page whose session has ended looks whether another one is running.
const LOOK_FOR_NEXT = 5000;
// How long what the host has is believed by somebody who goes on writing.
const BELIEVED = 15000;

/** @param {unknown} value @returns {value is Live.Me} */
function isMe(value) {
  return isObject(value) && typeof value.participant === "string";
}

// The elements that stand for exercises, practices or results, each with the id of its own.
/** @param {"exercise" | "practice" | "result"} kind */
function marked(kind) {
  const found = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[data-${kind}]`));
  return [...found].map((el) => ({ el, id: el.dataset[kind] ?? "" }));
}

export class WeekPage {
  // Made once it is known who this is.
  /** @type {BrowserStorage} */
  storage;

  /** @type {Outbox} */
  outbox;

  /** @type {Delivery} */
  delivery;

  /** @type {ExercisePlace[]} */
  places;

  /** @type {PracticePlace[]} */
  practices;

  /** @type {ResultPlace[]} */
  results;

  /** @type {OwnPart} */
  own;

  /** @type {Stream} */
  stream;

  /** @param {Live.WeekData} data */
  constructor(data) {
    this.data = data;
    // What is kept of this cohort, whoever of it uses this browser.
    this.cohort = new BrowserStorage(`kit/${data.cohort}`);
    this.words = wording({ messages: data.words, place: "page" });
    this.line = new Line(this.words);
    this.top = new Top(this.words, this.line);
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
    if (me) return undefined;
    this.attempt += 1;
    return setTimeout(() => this.start(), pause(this.attempt, reply.wait));
  }

  // A page that opens while the host starts again still knows whose drafts these are.
  remembered() {
    return this.cohort.read("me", isMe);
  }

  /** @param {Live.Me} me */
  open(me) {
    const { data, line, words } = this;
    this.cohort.write("me", me);
    this.storage = new BrowserStorage(`kit/${data.cohort}/${me.participant}`);
    this.outbox = new Outbox(this.storage);
    const [changed, sentAgain] = [() => this.refresh(), () => this.own.say("done", words("sent_again"))];
    this.delivery = new Delivery({ outbox: this.outbox, line, words, changed, sentAgain });
    this.places = this.findPlaces(me);
    this.practices = this.findPractices(me);
    this.results = this.findResults();
    this.own = new OwnPart(this, me);
    line.heard.add(() => this.refresh());
    window.addEventListener("kit-kept", () => this.refresh());
    this.stream = new Stream("/api/events", {
      opened: () => this.reconnected(),
      heard: (state) => this.hear(state),
      broke: (refused) => this.broke(refused),
    });
    this.stream.open();
    this.delivery.flush();
    this.watchForOthers();
    this.showPractices();
    document.documentElement.dataset.ready = "yes";
  }

  /** @param {Live.Me} me */
  findPlaces(me) {
    const { data } = this;
    const shared = { cohort: data.cohort, participant: me.participant, place: "page", week: data.week };
    return marked("exercise").map(({ el, id }) => {
      const exercise = data.exercises[id];
      const spec = { ...shared, exercise, heading: Number(el.dataset.level), messages: data.form };
      return new ExercisePlace({ spec, el, page: this });
    });
  }

  /** @param {Live.Me} me */
  findPractices(me) {
    const { data, words } = this;
    const shared = { cohort: data.cohort, participant: me.participant, place: "page", week: data.week };
    return marked("practice").map(({ el, id }) => {
      const { module, practice, sheets } = data.practices[id];
      const messages = { ...data.sentences.practice, ...data.sentences[module] };
      const spec = { ...shared, practice, sheets, messages, heading: Number(el.dataset.level) };
      return new PracticePlace(el, { spec, module, words });
    });
  }

  findResults() {
    return marked("result").map(({ el, id }) => {
      const about = { id, level: Number(el.dataset.level), title: this.data.exercises[id].title };
      return new ResultPlace(el, about, this.words);
    });
  }

  /** @param {string} id */
  isClosed(id) {
    return Boolean(this.other) || this.room.exercises[id] === "closed";
  }

  /** @param {string} id */
  isRevealed(id) {
    return (this.results ?? []).some((place) => place.id === id && place.isThere);
  }

  // What nobody sends needs nobody to open it, and with self-paced work everything is there at once.
  /** @param {string} id */
  isShown(id) {
    const sends = this.data.exercises[id].items.some(({ share }) => share === "group");
    return !sends || this.room.mode === "self-paced" || ["open", "closed"].includes(this.room.exercises[id]);
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
    if (!this.places) return;
    this.delivery.stop();
    this.refresh();
  }

  /** @param {Live.Room} state */
  hear(state) {
    if (this.isOther(state)) return void this.leave(state);
    const opened = Object.keys(state.exercises).filter((id) => state.exercises[id] === "open");
    const news = opened.filter((id) => this.room.exercises[id] !== "open" && this.heardBefore);
    const revealed = mayHaveRevealed(this.room, state);
    this.room = state;
    this.line.set("");
    if (!this.places) return;
    this.refresh();
    this.top.show(opened.filter((id) => this.data.exercises[id]).map((id) => this.data.exercises[id]));
    for (const id of news) this.top.announce("opened", this.data.exercises[id]?.title, `exercise-${id}`);
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
    this.top.announce("ended", ended.title, "farewell");
    await sayFarewell(ended, this.words, `week_${this.data.week}`);
    this.stream.close();
    this.waitForNext();
  }

  waitForNext() {
    setTimeout(() => this.stream.open(), LOOK_FOR_NEXT);
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
    for (const place of this.practices) place.show();
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
    for (const place of this.results) {
      const isNew = place.show(results[place.id] ?? null);
      if (isNew && this.resultsBefore) this.top.announce("revealed", place.title, `result-${place.id}`);
    }
    this.resultsBefore = true;
    this.own.became.look();
  }

  refresh() {
    if (this.other) this.top.leave(this.data.week, this.other.week);
    for (const place of this.places ?? []) {
      if (this.isShown(place.id)) place.show();
      place.tell();
    }
    this.own?.show();
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
