// The participant's page: forms that send by themselves, results as they are revealed, and the own part.

import { render } from "../../widgets/static/exercise.js";
import { wording } from "../../widgets/static/shared/dom.js";
import { Line, Stream } from "./connection.js";
import { Kept } from "./kept.js";
import { ask, faultOf, insist, pause } from "./net.js";
import { OwnPart } from "./own.js";
import { PostBox } from "./postbox.js";
import { practicePlaces } from "./practices.js";
import { ResultPlace } from "./results.js";
import { Place } from "./shim.js";
import { Top } from "./top.js";

// How long what the host has is believed by somebody who goes on writing.
const BELIEVED = 15000;

class WeekPage {
  constructor(data) {
    this.data = data;
    this.words = wording({ messages: data.words, place: "page" });
    this.line = new Line(this.words);
    this.top = new Top(this.words, this.line);
    this.room = { mode: "live", exercises: {}, released: [] };
    // The session that runs now, where it is another one than this page's.
    this.other = null;
    this.late = {};
    this.attempt = 0;
  }

  // Who this is, and how the room stands. Nothing is shown to fill in before that is known.
  async start() {
    const reply = await ask("GET", "/week/state");
    // Whoever has no place in this session is told so before there is anything to fill in.
    if (reply.status === 401 || reply.body.me?.served === false) return void location.replace("/");
    const me = reply.body.me ?? this.remembered();
    this.late = reply.body.late ?? {};
    if (me) this.open(me);
    if (reply.status === 200) this.hear(reply.body);
    else this.line.set(faultOf(reply) || "trouble", reply.body.say);
    if (me) return undefined;
    this.attempt += 1;
    return setTimeout(() => this.start(), pause(this.attempt, reply.wait));
  }

  // A page that opens while the host starts again still knows whose drafts these are.
  remembered() {
    return new Kept(`kit/${this.data.cohort}`).read("me");
  }

  open(me) {
    const { data, line, words } = this;
    new Kept(`kit/${data.cohort}`).write("me", me);
    this.kept = new Kept(`kit/${data.cohort}/${me.participant}`);
    const [changed, sentAgain] = [() => this.refresh(), () => this.own.say("done", words("sent_again"))];
    this.box = new PostBox({ kept: this.kept, line, words, changed, sentAgain });
    this.places = this.findPlaces(me);
    this.practices = practicePlaces(data, me.participant, words);
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
    this.box.flush();
    this.watchForOthers();
    this.showPractices();
    document.documentElement.dataset.ready = "yes";
  }

  findPlaces(me) {
    const { data, box } = this;
    const shared = { cohort: data.cohort, participant: me.participant, place: "page", week: data.week };
    return [...document.querySelectorAll("[data-exercise]")].map((el) => {
      const exercise = data.exercises[el.dataset.exercise];
      const spec = { ...shared, exercise, heading: Number(el.dataset.level), messages: data.form };
      return new Place({ spec, el, form: { render }, box, page: this });
    });
  }

  findResults() {
    return [...document.querySelectorAll("[data-result]")].map((el) => {
      const { result: id, level } = el.dataset;
      return new ResultPlace(el, { id, level, title: this.data.exercises[id].title }, this.words);
    });
  }

  isClosed(id) {
    return Boolean(this.other) || this.room.exercises[id] === "closed";
  }

  isRevealed(id) {
    return (this.results ?? []).some((place) => place.id === id && place.isThere);
  }

  // What nobody sends needs nobody to open it, and with self-paced work everything is there at once.
  isShown(id) {
    const sends = this.data.exercises[id].items.some(({ share }) => share === "group");
    return !sends || this.room.mode === "self-paced" || ["open", "closed"].includes(this.room.exercises[id]);
  }

  // A page that was left open belongs to the session it was made for, and sends nothing into another.
  isOther({ session }) {
    return Boolean(session && this.data.session && session !== this.data.session);
  }

  leave(state) {
    this.other = state;
    this.line.set("");
    if (!this.places) return;
    this.box.stop();
    this.refresh();
  }

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
    if (other) this.box.lookAgain();
    else if (this.box.entries().some((entry) => !entry.problem)) this.box.flush();
  }

  // A stream that was refused says nothing of why; asking once more does.
  async broke(refused) {
    if (!refused) return void this.line.set(navigator.onLine ? "away" : "device");
    const reply = await ask("GET", "/week/state");
    if (reply.status === 401) this.line.set("unknown");
    else if (!this.stream.isOpen) this.line.set(faultOf(reply), reply.body.say);
  }

  reconnected() {
    this.line.set("");
    if (this.other) return;
    this.box.reconciled = false;
    this.box.held = "";
    this.box.flush();
    this.showPractices();
  }

  // What was sent from another device shows when somebody comes back to this one, or begins to write.
  watchForOthers() {
    document.addEventListener("visibilitychange", () => document.hidden || this.box.look(0));
    for (const name of ["focus", "pageshow"]) window.addEventListener(name, () => this.box.look(0));
    for (const name of ["focusin", "pointerdown"]) window.addEventListener(name, () => this.box.look(BELIEVED));
  }

  showPractices() {
    for (const place of this.practices) place.show();
  }

  async fetchResults() {
    this.asked = (this.asked ?? 0) + 1;
    const turn = this.asked;
    const reply = await insist("/week/results", () => turn === this.asked);
    if (reply?.status === 200) this.showResults(reply.body.results);
  }

  // What is still on its way is older than these.
  showResults(results) {
    this.asked = (this.asked ?? 0) + 1;
    for (const place of this.results) {
      const quiet = this.resultsBefore === undefined;
      const isNew = place.show(results[place.id] ?? null);
      if (isNew && !quiet) this.top.announce("revealed", place.title, `result-${place.id}`);
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
function mayHaveRevealed(before, now) {
  const told = ({ exercises, released }) => JSON.stringify([exercises, released]);
  const clock = ({ block, clock: hands }) => JSON.stringify([block, hands]);
  return told(before) !== told(now) || clock(before) === clock(now);
}

const page = new WeekPage(JSON.parse(document.getElementById("kit-week").textContent));
page.start();
