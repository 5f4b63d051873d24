// The screen for the room: how to join, what is asked now, how long the block lasts, and what was revealed.
// It knows of no single person and of no number of answers that is not published.

import { at, element, wording } from "../../widgets/static/shared/dom.js";
import { drawnFrom } from "../../widgets/static/shared/drawing.js";
import { Elapsed } from "../../widgets/static/shared/elapsed.js";
import { statusLine } from "../../widgets/static/shared/status.js";
import { Line, Stream } from "./connection.js";
import { Fitting } from "./fitting.js";
import { ask, faultOf, insist, pause } from "./net.js";
import { forARoom, MOST_ONE_BY_ONE } from "./pictures.js";
import { rangeTable, textList } from "./results.js";

// How a question is answered, in words, for whoever follows without a device.
/** @param {Kit.Item} item */
function answers(item) {
  if (!("options" in item)) return "";
  const { options } = item;
  if (!("anchors" in item) || !item.anchors) return options.map(({ label }) => label).join(" · ");
  const ends = [item.options[0], item.options[item.options.length - 1]];
  return ends.map(({ label, meaning }) => `${label} (${meaning})`).join(" – ");
}

/** @param {Kit.Item} item */
function question(item) {
  const offered = answers(item);
  return element("li", {}, item.prompt, offered ? element("span", { class: "screen-offered" }, offered) : null);
}

// What the screen can show below the way to join: a question that is open, or one revealed item at a time, large.
/** @param {Live.Exercise} exercise @returns {Live.View} */
function questionView(exercise) {
  const { id, title, intro, items } = exercise;
  const asked = items.filter(({ share }) => share !== "private");
  const make = () => element("div", { class: "screen-question" }, element("h2", {}, title),
    intro ? element("p", {}, intro) : null, asked.length ? element("ol", {}, ...asked.map(question)) : null);
  return { key: `asked/${id}`, kind: "asked", exercise: id, name: title, make };
}

// Where the room is, and what people do there without a device.
/** @param {Live.Block} block @param {Kit.Words} words @returns {Live.View} */
function partView({ id, kind, title }, words) {
  const circle = kind === "breath" ? element("div", { class: "screen-breath", "aria-hidden": "true" }) : null;
  const about = kind ? element("p", {}, words(`screen_${kind}`)) : null;
  const make = () => element("div", { class: "screen-part" }, element("h2", {}, title),
    circle ?? (kind ? drawnFrom("drawing-quiet") : null), about);
  return { key: `part/${id}`, kind: "part", name: title, make };
}

// What is drawn is said: up to sixteen people one by one, more as a bar.
/** @param {Live.Table} table @param {Kit.Words} words */
function roomTable(table, words) {
  const legend = table.people <= MOST_ONE_BY_ONE ? words("screen_people") : table.legend;
  return rangeTable({ ...table, legend }, forARoom);
}

// Who is with whom, as long as the part lasts for which it was drawn.
/** @param {string[][]} groups @param {Kit.Words} words @returns {Live.View} */
function pairsView(groups, words) {
  const rows = groups.map((names) => element("li", {}, names.join(" · ")));
  const make = () => element("div", { class: "screen-part screen-pairs" }, element("h2", {}, words("screen_pairs")),
    element("ul", {}, ...rows));
  return { key: `pairs/${JSON.stringify(groups)}`, kind: "pairs", name: words("screen_pairs"), make };
}

/** @param {Live.Exercise} exercise @param {Live.Result} item @param {Kit.Words} words @returns {Live.View} */
function itemView(exercise, item, words) {
  const { prompt, finding, table, texts, talk } = item;
  const make = () => element("article", { class: "screen-item" }, element("p", { class: "screen-of" }, exercise.title),
    element("h2", {}, prompt), element("p", { class: "page-finding" }, finding),
    table ? roomTable(table, words) : null, texts ? textList(texts) : null,
    talk ? element("p", { class: "screen-talk" }, talk) : null);
  return { key: `result/${exercise.id}/${item.id}`, kind: "result", exercise: exercise.id, name: prompt, make };
}

/** @param {Live.Exercise} exercise @param {Live.Result[]} items @param {Kit.Words} words */
function resultViews(exercise, items, words) {
  return items.map((item) => itemView(exercise, item, words));
}

// A button for each view, with as much of its name as there is room for.
/**
 * @param {Live.View[]} views
 * @param {string | null} chosen
 * @param {Kit.Words} words
 * @param {(key: string) => void} choose
 */
function chooser(views, chosen, words, choose) {
  return views.map((view) => {
    const name = view.kind === "asked" ? words("screen_asked", { title: view.name }) : view.name;
    const attributes = { type: "button", "aria-pressed": String(view.key === chosen), "data-key": view.key };
    return element("button", { ...attributes, onclick: () => choose(view.key) }, name);
  });
}

// The block the room is in and the minutes left, counted here from what the host said last.
class Timer {
  /** @param {HTMLElement} block @param {HTMLElement} time @param {Kit.Words} words @param {string} title */
  constructor(block, time, words, title) {
    this.block = block;
    this.time = time;
    this.words = words;
    this.title = title;
    this.since = new Elapsed();
    /** @type {number | null} */
    this.left = null;
    setInterval(() => this.tick(), 1000);
  }

  /** @param {Live.Block | null} now */
  show(now) {
    this.left = now?.left ?? null;
    this.since = new Elapsed();
    const title = now ? now.title : this.title;
    if (this.block.textContent !== title) this.block.textContent = title;
    this.tick();
  }

  // Whole minutes: seconds that run would draw every eye.
  tick() {
    const words = this.left === null ? "" : this.minutes(this.left - this.since.seconds);
    if (this.time.textContent !== words) this.time.textContent = words;
  }

  /** @param {number} seconds */
  minutes(seconds) {
    const minutes = Math.ceil(seconds / 60);
    if (minutes <= 0) return this.words("screen_over");
    return this.words(minutes === 1 ? "screen_minute" : "screen_minutes", { count: minutes });
  }
}

const way = (/** @type {Live.Body} */ { url, code, network, fingerprint }) =>
  JSON.stringify([url, code, network, fingerprint]);

class Screen {
  /** @type {Stream | undefined} */
  stream;

  /** @param {Live.ScreenData} data */
  constructor({ words, exercises, blocks, title }) {
    this.words = wording({ messages: words, place: "page" });
    this.exercises = exercises;
    this.blocks = blocks;
    this.attempt = 0;
    this.heard = 0;
    this.way = "";
    this.ended = false;
    /** @type {string | null} */
    this.chosen = null;
    /** @type {Live.View[]} */
    this.views = [];
    // The part of the session that was shown last.
    this.part = "";
    // What was heard while the screen stands still; null while it does not.
    /** @type {Partial<Live.Room> | null} */
    this.held = null;
    this.line = new Line(this.words);
    this.state = statusLine("page-line");
    this.said = statusLine("page-said");
    at("screen-line").append(this.state.node);
    at("screen-said").append(this.said.node);
    this.fitting = new Fitting(at("screen-shown"), at("screen-turn"), this.words);
    this.timer = new Timer(at("screen-block"), at("screen-time"), this.words, title);
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
    if (reply.body.ended) return this.end(reply.body.ended);
    this.joining(reply.body);
    this.showLine();
    this.stream = new Stream("/api/events", {
      opened: () => this.line.set(""),
      heard: (state) => this.hear(state),
      broke: (refused) => this.broke(refused),
    });
    this.stream.open();
    await this.hear(/** @type {Live.Room} */ (reply.body));
    document.documentElement.dataset.ready = "yes";
    return undefined;
  }

  // A stream that was refused says nothing of why; asking once more does.
  /** @param {boolean} refused */
  async broke(refused) {
    if (this.ended) return;
    const reply = refused ? await ask("GET", "/api/screen") : { status: 0 };
    if (reply.status === 401) this.closed();
    else if (!this.stream?.isOpen) this.line.set(faultOf(reply));
  }

  // Nothing of the session stays on the wall.
  /** @param {Live.Ended} ended */
  end({ title, thanks }) {
    this.stream?.close();
    this.ended = true;
    document.body.classList.add("screen-over");
    document.body.classList.remove("screen-busy");
    const main = at("main");
    const line = element("section", { class: "screen-end" }, drawnFrom("drawing-farewell"), element("h1", {}, thanks),
      element("p", {}, title));
    main.replaceChildren(line);
    document.documentElement.dataset.ready = "yes";
  }

  closed() {
    this.stream?.close();
    at("screen-join").hidden = true;
    at("screen-pause").hidden = true;
    this.said.say("problem", "", this.words("screen_closed"));
    document.documentElement.dataset.ready = "yes";
  }

  // Without "https" in front a browser would ask in the open, and get no answer.
  /** @param {Live.Body} body */
  joining({ url = "", code = "", places, network = "", fingerprint = "" }) {
    this.showPlaces(places);
    this.way = way({ url, code, network, fingerprint });
    at("screen-where").textContent = url.replace(/^http:\/\//, "");
    at("screen-network").textContent = network;
    at("screen-network").hidden = !network;
    at("screen-groups").replaceChildren(...fingerprint.split(" ").map((group) => element("span", {}, group)));
    at("screen-print").hidden = !fingerprint;
    at("screen-code").textContent = code;
    // Where people are not in one room there is no code for all.
    at("screen-code").hidden = !code;
    at("screen-type").textContent = this.words(code ? "screen_code" : "screen_slip");
    at("screen-picture", HTMLImageElement).src = `/screen/join.svg?${Date.now()}`;
    at("screen-picture").hidden = false;
  }

  // How many have joined, never how many have answered.
  /** @param {Live.Places | undefined} places */
  showPlaces(places) {
    const { people, taken, freed } = places ?? { people: null, taken: 0, freed: 0 };
    const said = people ? this.words("screen_places", { taken, people }) : this.words("screen_uncounted");
    at("screen-places").textContent = places ? said : "";
    at("screen-freed").textContent = freed ? this.words("screen_freed", { freed }) : "";
    at("screen-freed").hidden = !freed;
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
    if (!paused && state?.exercises) this.hear(/** @type {Live.Room} */ (state));
  }

  /** @param {Live.Room} state */
  async hear(state) {
    if (this.ended) return;
    // The end comes through a pause too: nobody is there to bring anything later.
    if (state.ended) return void this.end(state.ended);
    if (this.held !== null) {
      this.held = state;
      return;
    }
    this.heard += 1;
    const turn = this.heard;
    const newest = () => turn === this.heard;
    const open = Object.keys(state.exercises).filter((id) => state.exercises[id] === "open" && this.exercises[id]);
    const [now, joining] = await Promise.all([insist("/screen/now", newest), insist("/api/screen", newest)]);
    if (joining?.status === 401) return void this.closed();
    if (joining) this.showPlaces(joining.body.places);
    if (joining?.body.url && way(joining.body) !== this.way) this.joining(joining.body);
    if (now?.status !== 200 || this.held !== null || this.ended) return;
    this.timer.show(/** @type {Live.Block | null} */ (now.body.block));
    at("screen-raised").textContent = now.body.raised ?? "";
    at("screen-raised").hidden = !now.body.raised;
    const paired = now.body.groups?.length ? [pairsView(now.body.groups, this.words)] : [];
    this.update(open, now.body.results ?? {}, /** @type {Live.Block | null} */ (now.body.block), paired);
  }

  // The screen goes where the room goes: a new part of the session takes it, and so does what is opened or revealed.
  // All else that is open or revealed stays a press away.
  /**
   * @param {string[]} open
   * @param {Live.Results} results
   * @param {Live.Block | null} block
   * @param {Live.View[]} paired
   */
  update(open, results, block, paired) {
    const part = [...(block ? [partView(block, this.words)] : []), ...paired];
    const asked = open.map((id) => questionView(this.exercises[id]));
    const found = Object.entries(results).flatMap(([id, items]) => resultViews(this.exercises[id], items, this.words));
    const before = this.views;
    this.views = [...part, ...asked, ...found];
    document.body.classList.toggle("screen-begun", this.views.length > 0);
    const moved = (block?.id ?? "") !== this.part;
    this.part = block?.id ?? "";
    const next = moved ? this.first(block) : this.fresh(before);
    const gone = !this.views.some(({ key }) => key === this.chosen);
    if (next) this.choose(next.key);
    else if (gone) this.choose(this.first(block)?.key ?? null);
    else this.showChooser();
  }

  // What a part of the session begins with: a question of its own that is open, or its title.
  /** @param {Live.Block | null} block */
  first(block) {
    const asked = this.views.filter(({ kind }) => kind === "asked");
    const own = asked.find(({ exercise }) => !block || this.blocks[exercise ?? ""] === block.id);
    return own ?? this.views.find(({ kind }) => kind === "part") ?? this.views.at(-1);
  }

  /** @param {Live.View[]} before */
  fresh(before) {
    const fresh = this.views.filter(({ key }) => !before.some((view) => view.key === key));
    // What was revealed before this screen was opened is no news; the question that is open now is.
    const result = before.length ? fresh.find(({ kind }) => kind === "result") : undefined;
    return result ?? fresh.find(({ kind }) => kind === "asked") ?? fresh[0];
  }

  /** @param {string | null} key */
  choose(key) {
    this.chosen = key;
    const view = this.views.find((one) => one.key === key);
    document.body.classList.toggle("screen-busy", Boolean(view));
    at("screen-shown").hidden = !view;
    at("screen-shown").replaceChildren(...(view ? [view.make()] : []));
    this.showChooser();
    this.fitting.fit();
  }

  showChooser() {
    const nav = at("screen-choose");
    const focused = document.activeElement?.getAttribute("data-key");
    const views = this.views.length > 1 ? this.views : [];
    const buttons = chooser(views, this.chosen, this.words, (key) => this.choose(key));
    nav.hidden = buttons.length === 0;
    nav.replaceChildren(...buttons);
    buttons.find((one) => one.dataset.key === focused)?.focus();
  }
}

new Screen(JSON.parse(at("kit-screen").textContent)).start();
