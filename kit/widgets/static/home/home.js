// What is taken home: one practice at a time, chosen from a list, on a page that needs nobody and no network.

import { at, element } from "../shared/dom.js";
import { calmly } from "./offline_page.js";

/**
 * @typedef {{ module: string, practice: Kit.Practice, sheets?: object }} Held
 * @typedef {{
 *   cohort: string, practices: { [id: string]: Held }, sentences: { [module: string]: { [name: string]: string } },
 *   recordings: { [id: string]: string }, words: { [name: string]: string }, worker: string,
 * }} Home
 * @typedef {{ render(rendering: Kit.Rendering<Kit.PracticeSpec>): () => void }} Module
 */

// Nobody stands behind a practice here.
const SILENT = { on() {}, off() {}, send() {} };

class HomePage {
  place = at("home-practice");
  list = at("home-list");
  back = at("home-back");
  shown = "";
  leave = () => {};

  /** @param {Home} data @param {{ [name: string]: Module }} modules */
  constructor(data, modules) {
    this.data = data;
    this.modules = modules;
    window.addEventListener("hashchange", () => this.turn());
    this.turn();
  }

  get wanted() {
    const id = decodeURIComponent(location.hash.slice(1));
    return Object.hasOwn(this.data.practices, id) ? id : "";
  }

  turn() {
    const { wanted, shown } = this;
    this.list.hidden = Boolean(wanted);
    this.back.hidden = !wanted;
    this.place.hidden = !wanted;
    if (wanted === shown) return;
    this.leave();
    this.leave = () => {};
    this.place.replaceChildren();
    this.shown = wanted;
    if (wanted) this.show(wanted);
    else this.focus(shown);
  }

  // Back to where one came from.
  /** @param {string} id */
  focus(id) {
    const link = [...this.list.querySelectorAll("a")].find((one) => one.getAttribute("href") === `#${id}`);
    link?.focus();
  }

  /** @param {string} id */
  show(id) {
    const spec = this.spec(id);
    const el = element("div");
    this.place.append(el);
    const recording = Object.hasOwn(this.data.recordings, id) ? this.data.recordings[id] : "";
    if (recording) this.place.prepend(this.heard(recording));
    this.leave = this.modules[this.data.practices[id].module].render({
      model: { get: () => spec, ...SILENT }, el,
    });
    window.scrollTo(0, 0);
    this.back.focus();
  }

  /** @param {string} src */
  heard(src) {
    const about = element("p", { id: "home-recorded" }, this.data.words.recording);
    const player = element("audio", { controls: true, preload: "none", src, "aria-labelledby": "home-recorded" });
    return element("div", { class: "home-recording" }, about, player);
  }

  /** @param {string} id @returns {Kit.PracticeSpec} */
  spec(id) {
    const { cohort, practices, sentences } = this.data;
    const { module, practice, sheets } = practices[id];
    const messages = { ...sentences.practice, ...sentences[module] };
    const shared = { cohort, participant: "here", place: "home", week: null };
    return /** @type {Kit.PracticeSpec} */ ({ ...shared, practice, sheets, messages, heading: 2 });
  }
}

/** @param {{ [name: string]: Module }} modules */
function begin(modules) {
  const data = /** @type {Home} */ (JSON.parse(at("kit-home").textContent ?? ""));
  document.documentElement.dataset.ready = "yes";
  for (const node of document.querySelectorAll(".home-still")) node.setAttribute("hidden", "");
  new HomePage(data, modules);
  if (data.worker) calmly(data.worker, at("home-offline"));
}

export default { begin };
