// Joining: the code, the notice, four words to come back with. One step is shown at a time, each with its heading.

import { element, makeUuid, wording } from "../../widgets/static/shared/dom.js";
import { statusLine } from "../../widgets/static/shared/status.js";
import { ask, faultOf, pause } from "./net.js";

const STEPS = ["code", "wait", "notice", "words"];
// Why there is no place yet. It can change at any moment, so the page asks again by itself.
const WAITS = ["uncounted", "no_place", "not_new", "full"];
const LOOK_AGAIN = 4000;
const at = (id) => document.getElementById(id);

// Until they are noted, the words survive a reload of this window, and nothing longer than it. Where the browser keeps
// nothing they are shown from memory, before the page is left for any other.
// Of one cohort only: the next one at this address has other words.
const passing = {
  memory: new Map(),
  lasts: true,
  key: (name) => `kit/${passing.cohort}/joining/${name}`,
  read: (name) => {
    if (passing.memory.has(name)) return passing.memory.get(name);
    try {
      return sessionStorage.getItem(passing.key(name));
    } catch {
      return null; // nothing is kept here; what this page was given is in its memory
    }
  },
  write: (name, text) => {
    passing.memory.set(name, text);
    try {
      if (text === null) sessionStorage.removeItem(passing.key(name));
      else sessionStorage.setItem(passing.key(name), text);
    } catch {
      // The words are shown before anything else, see "other_notice".
      passing.lasts = false;
    }
  },
};

class JoinPage {
  constructor({ words, version, me, cohort }) {
    passing.cohort = cohort;
    this.words = wording({ messages: words, place: "page" });
    Object.assign(this, { version, me });
    this.line = statusLine("page-said");
    at("join-said").append(this.line.node);
    this.listen("join-code", () => this.join());
    this.listen("join-return", () => this.comeBack());
    this.listen("join-agree", (event) => this.agree(event.submitter?.value));
    this.listen("join-noted", () => this.noted());
    at("wait-back").addEventListener("click", () => this.back());
    at("words-line").addEventListener("focus", (event) => event.target.select());
    at("words-print").addEventListener("click", () => window.print());
    at("words-save").addEventListener("click", () => this.saveWords());
  }

  // While one answer is awaited a second press does nothing.
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
    const said = location.hash.slice(1);
    history.replaceState(null, "", location.pathname);
    if (this.me) this.welcome(this.me);
    else {
      passing.write("words", null);
      if (said === "withdrawn") this.say("done", this.words("withdrawn"));
      else if (said) this.prefill(said);
    }
    document.documentElement.dataset.ready = "yes";
  }

  prefill(code) {
    at("code").value = code;
    at("code-go").focus();
  }

  welcome({ agreed, served }) {
    if (!served) this.takePlace();
    else if (!agreed) this.show("notice");
    else if (passing.read("words")) this.showWords();
    else location.replace("/week");
  }

  // A place is not given back while its page is open: whoever still reads is here.
  stay() {
    this.here ??= new EventSource("/api/events");
  }

  show(name) {
    if (name === "notice" || name === "words") this.stay();
    for (const step of STEPS) at(`step-${step}`).hidden = step !== name;
    this.say("", "");
    at(`step-${name}`).querySelector("h1").focus();
  }

  async join() {
    const code = at("code").value.trim();
    if (!code) return this.object("code", this.words("code_missing"));
    // Asked before a place is taken that nobody could come back to.
    if (navigator.cookieEnabled === false) return this.object("code", this.words("no_cookies"));
    const attempt = passing.read("attempt") ?? makeUuid();
    passing.write("attempt", attempt);
    return this.enter(() => ask("POST", "/api/join", { code, attempt }), "code");
  }

  // Whoever is known already counts among the people who are here from now on.
  takePlace() {
    return this.enter(() => ask("POST", "/api/join", {}), "code");
  }

  async enter(again, field) {
    clearTimeout(this.timer);
    const reply = await again();
    const lost = this.held && reply.status !== 200 && faultOf(reply);
    if (!lost && !WAITS.includes(reply.body.code)) return this.joined(reply, field);
    if (!lost) this.hold(reply.body);
    this.timer = setTimeout(() => this.enter(again, field), pause(0, LOOK_AGAIN) + LOOK_AGAIN * Math.random());
    return undefined;
  }

  // Told before anything can be written: that there is no place yet, and what to do.
  hold({ code, say }) {
    if (at("step-wait").hidden) this.show("wait");
    this.held = true;
    at("head-wait").textContent = this.words(code === "uncounted" ? "wait_title" : "wait_title_full");
    at("wait-said").textContent = say;
  }

  back() {
    clearTimeout(this.timer);
    this.held = false;
    this.show("code");
  }

  async comeBack() {
    const words = at("words-typed").value.trim();
    if (!words) return this.object("words-typed", this.words("words_missing"));
    return this.joined(await ask("POST", "/api/return", { words }), "words-typed");
  }

  async joined(reply, field) {
    if (reply.status !== 200) {
      if (this.held) this.back();
      return this.object(field, this.problem(reply));
    }
    this.held = false;
    if (reply.body.words) passing.write("words", reply.body.words.join(" "));
    const state = await ask("GET", "/week/state");
    if (state.status === 200 && state.body.me) {
      passing.write("attempt", null);
      return this.welcome(state.body.me);
    }
    // The browser gave the cookie back to nobody: it keeps none. The next try is the same one, and takes no second place.
    return this.object(field, state.status === 401 ? this.words("no_cookies") : this.problem(state));
  }

  async agree(choice) {
    if (choice === "later") return this.onward();
    const reply = await ask("POST", "/api/consent", { purpose: "aggregate", version: this.version });
    // The notice has changed meanwhile. Words that would be lost on the way come first; the week's page asks again.
    if (reply.body.code === "other_notice") return passing.lasts ? location.reload() : this.onward();
    if (reply.status !== 200) return this.say("problem", this.problem(reply), at("join-agree"));
    return this.onward();
  }

  onward() {
    if (passing.read("words")) this.showWords();
    else location.assign("/week");
  }

  showWords() {
    const text = passing.read("words");
    at("words-list").replaceChildren(...text.split(" ").map((word) => element("li", {}, word)));
    at("words-line").value = text;
    this.show("words");
  }

  noted() {
    if (!at("noted").checked) return this.object("noted", this.words("noted_tick"));
    passing.write("words", null);
    return location.assign("/week");
  }

  saveWords() {
    const text = `${this.words("words_file")}\n\n${passing.read("words")}\n\n${location.origin}/\n`;
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    element("a", { href: address, download: "four-words.txt" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  // The sentence stands in the status line and describes the field it is about.
  object(id, sentence) {
    this.say("problem", sentence, at(id).form);
    at(id).setAttribute("aria-invalid", "true");
    at(id).focus();
  }

  problem(reply) {
    return reply.body.say || this.words(`try_${faultOf(reply) || "trouble"}`);
  }

  // On a small screen what stands elsewhere is out of sight: it is said right above the button that was pressed.
  say(state, sentence, form = null) {
    for (const field of document.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    (form?.querySelector("button") ?? at("join-code")).before(at("join-said"));
    this.line.say(state, "", sentence);
  }
}

new JoinPage(JSON.parse(at("kit-join").textContent)).start();
