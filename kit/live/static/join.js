// Joining: the code, and the notice. One step is shown at a time, each with its heading.

import { at, element, makeUuid, wording } from "../../widgets/static/shared/dom.js";
import { statusLine } from "../../widgets/static/shared/status.js";
import { TextStorage } from "../../widgets/static/shared/storage.js";
import { ask, faultOf, pause } from "./net.js";
import { wordsBox, wordsKey } from "./words.js";

const STEPS = ["code", "wait", "notice", "news", "words"];
// Why there is no place yet. It can change at any moment, so the page asks again by itself.
const WAITS = ["uncounted", "no_place", "not_new", "full"];
const LOOK_AGAIN = 4000;

class JoinPage {
  // The stream that tells the host that somebody still reads.
  /** @type {EventSource | undefined} */
  here;

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;

  /** @param {Live.JoinData} data */
  constructor({ words, version, me, cohort }) {
    this.words = wording({ messages: words, place: "page" });
    // Until they are noted, the words survive a reload of this window, and nothing longer than it. Where the browser
    // keeps nothing they are shown from memory, before the page is left for any other.
    this.passing = new TextStorage("sessionStorage");
    this.lasts = true;
    this.version = version;
    this.me = me;
    this.cohort = cohort;
    // There is no place yet, and the page asks again.
    this.held = false;
    this.waiting = false;
    this.line = statusLine("page-said");
    at("join-said").append(this.line.node);
    this.listen("join-code", () => this.join());
    this.listen("join-return", () => this.comeBack());
    this.listen("join-agree", (event) => this.agree(event.submitter?.getAttribute("value")));
    this.listen("join-noted", () => this.noted());
    this.listen("join-news", () => this.told());
    at("wait-back").addEventListener("click", () => this.back());
    // The picture on the screen may be scanned with this page open already.
    window.addEventListener("hashchange", () => this.takeUp());
  }

  // Of one cohort only: the next one at this address has other words.
  /** @param {string} name */
  key(name) {
    return name === "words" ? wordsKey(this.cohort) : `kit/${this.cohort}/joining/${name}`;
  }

  /** @param {string} name @param {string} text */
  keep(name, text) {
    const lasts = this.passing.write(this.key(name), text);
    if (name === "words") this.lasts = lasts;
  }

  /** @param {string} name */
  kept(name) {
    return this.passing.read(this.key(name));
  }

  // While one answer is awaited a second press does nothing.
  /** @param {string} id @param {(event: SubmitEvent) => unknown} then */
  listen(id, then) {
    at(id).addEventListener("submit", async (event) => {
      event.preventDefault();
      if (this.waiting) return;
      this.waiting = true;
      await then(event);
      this.waiting = false;
    });
  }

  // The code comes behind the "#", which is never sent; it does not stay in the address or the history.
  start() {
    const said = this.taken();
    if (this.me) this.welcome(this.me);
    else {
      this.passing.forget(this.key("words"));
      if (said === "withdrawn") this.say("done", this.words("withdrawn"));
      else if (said) this.prefill(said);
    }
    document.documentElement.dataset.ready = "yes";
  }

  taken() {
    const said = location.hash.slice(1);
    history.replaceState(null, "", location.pathname);
    return said;
  }

  // Only where somebody still has to come in, and only what is no part of this page.
  takeUp() {
    if (document.getElementById(location.hash.slice(1))) return;
    const said = this.taken();
    if (said && !at("step-code").hidden) this.prefill(said);
  }

  /** @param {string} code */
  prefill(code) {
    at("code", HTMLInputElement).value = code;
    at("code-go").focus();
  }

  /** @param {Live.Me} me */
  welcome({ agreed, served, news = [] }) {
    if (!served) this.takePlace();
    else if (!agreed) this.show("notice");
    else if (news.length) this.tell(news);
    else this.onward();
  }

  // A place is not given back while its page is open: whoever still reads is here.
  stay() {
    this.here ??= new EventSource("/api/events");
  }

  /** @param {string} name */
  show(name) {
    if (name === "notice" || name === "words") this.stay();
    for (const step of STEPS) at(`step-${step}`).hidden = step !== name;
    this.say("", "");
    at(`step-${name}`).querySelector("h1")?.focus();
  }

  async join() {
    const code = at("code", HTMLInputElement).value.trim();
    if (!code) return this.object("code", this.words("code_missing"));
    // Asked before a place is taken that nobody could come back to.
    if (navigator.cookieEnabled === false) return this.object("code", this.words("no_cookies"));
    const attempt = this.kept("attempt") ?? makeUuid();
    this.keep("attempt", attempt);
    return this.enter(() => ask("POST", "/api/join", { code, attempt }), "code");
  }

  // Whoever is known already counts among the people who are here from now on.
  takePlace() {
    return this.enter(() => ask("POST", "/api/join", {}), "code");
  }

  /** @param {() => Promise<Live.Reply>} again @param {string} field @returns {Promise<void>} */
  async enter(again, field) {
    clearTimeout(this.timer);
    const reply = await again();
    const lost = this.held && reply.status !== 200 && faultOf(reply);
    if (!lost && !WAITS.includes(reply.body.code ?? "")) return this.joined(reply, field);
    if (!lost) this.hold(reply.body);
    this.timer = setTimeout(() => this.enter(again, field), pause(0, LOOK_AGAIN) + LOOK_AGAIN * Math.random());
    return undefined;
  }

  // Told before anything can be written: that there is no place yet, and what to do.
  /** @param {Live.Body} body */
  hold({ code, say }) {
    if (at("step-wait").hidden) this.show("wait");
    this.held = true;
    at("head-wait").textContent = this.words(code === "uncounted" ? "wait_title" : "wait_title_full");
    at("wait-said").textContent = say ?? "";
  }

  back() {
    clearTimeout(this.timer);
    this.held = false;
    this.show("code");
  }

  async comeBack() {
    const words = at("words-typed", HTMLInputElement).value.trim();
    if (!words) return this.object("words-typed", this.words("words_missing"));
    return this.joined(await ask("POST", "/api/return", { words }), "words-typed");
  }

  /** @param {Live.Reply} reply @param {string} field */
  async joined(reply, field) {
    if (reply.status !== 200) {
      if (this.held) this.back();
      return this.object(field, this.problem(reply));
    }
    this.held = false;
    if (reply.body.words) this.keep("words", reply.body.words.join(" "));
    const state = await ask("GET", "/week/state");
    if (state.status === 200 && state.body.me) {
      this.passing.forget(this.key("attempt"));
      return this.welcome(state.body.me);
    }
    // The browser gave the cookie back to nobody: it keeps none. The next try is the same one, and takes no second
    // place.
    return this.object(field, state.status === 401 ? this.words("no_cookies") : this.problem(state));
  }

  /** @param {string | null | undefined} choice */
  async agree(choice) {
    if (choice === "later") return this.onward();
    const reply = await ask("POST", "/api/consent", { purpose: "aggregate", version: this.version });
    // The notice has changed meanwhile. Words that would be lost on the way come first; the week's page asks again.
    if (reply.body.code === "other_notice") return this.lasts ? location.reload() : this.onward();
    if (reply.status !== 200) return this.say("problem", this.problem(reply), at("join-agree"));
    return this.onward();
  }

  // What has changed since they agreed: told once, and nothing to agree to.
  /** @param {string[]} news */
  tell(news) {
    at("news-said").replaceChildren(...news.map((sentence) => element("p", {}, sentence)));
    this.show("news");
  }

  async told() {
    const reply = await ask("POST", "/api/notice/told", { version: this.version });
    if (reply.body.code === "other_notice") return location.reload();
    if (reply.status !== 200) return this.say("problem", this.problem(reply), at("join-news"));
    return this.onward();
  }

  // The week's page has the words for as long as they are needed. Where this browser keeps nothing, they are told
  // here, before they are lost.
  onward() {
    if (!this.lasts && this.kept("words")) this.showWords();
    else location.assign("/week");
  }

  showWords() {
    at("words-place").replaceChildren(wordsBox(this.words, this.kept("words") ?? ""));
    this.show("words");
  }

  noted() {
    this.passing.forget(this.key("words"));
    return location.assign("/week");
  }

  // The sentence stands in the status line and describes the field it is about.
  /** @param {string} id @param {string} sentence */
  object(id, sentence) {
    const field = at(id, HTMLInputElement);
    this.say("problem", sentence, field.form);
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }

  /** @param {Live.Reply} reply */
  problem(reply) {
    return reply.body.say || this.words(`try_${faultOf(reply) || "trouble"}`);
  }

  // On a small screen what stands elsewhere is out of sight: it is said right above the button that was pressed.
  /** @param {string} state @param {string} sentence @param {HTMLElement | null} form */
  say(state, sentence, form = null) {
    for (const field of document.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    (form?.querySelector("button") ?? at("join-code")).before(at("join-said"));
    this.line.say(state, "", sentence);
  }
}

new JoinPage(JSON.parse(at("kit-join").textContent)).start();
