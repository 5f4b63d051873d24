// The line at the top: what is open now, how the connection is, and what has just happened.

import { at, element, keepsNothing } from "../../widgets/static/shared/dom.js";
import { statusLine } from "../../widgets/static/shared/status.js";

export class Top {
  /** @param {Kit.Words} words @param {import("./connection.js").Line} line */
  constructor(words, line) {
    this.words = words;
    this.line = line;
    this.left = "";
    this.shown = "";
    this.target = "";
    this.state = statusLine("page-line");
    this.news = element("p", { class: "page-news", role: "status" });
    this.over = element("div", { class: "page-over", role: "alert" });
    this.open = element("nav", { class: "page-open", "aria-label": words("open_now"), hidden: true });
    at("page-top").append(this.open, this.news, this.state.node);
    line.heard.add(() => this.showLine());
    window.addEventListener("kit-kept", () => this.showLine());
    this.showLine();
  }

  // A fault is said in words; a connection that works takes two of them.
  showLine() {
    const { shown, said } = this.line;
    const name = shown || "well";
    const sentence = shown === "trouble" && said ? said : this.words(`line_${name}`);
    this.state.say(name, this.words(`line_title_${name}`), sentence);
  }

  // The page's session is over; the one that runs is a step away.
  /** @param {number} week @param {number} now */
  leave(week, now) {
    const name = `${week}/${now}/${keepsNothing()}`;
    if (this.left === name) return;
    this.left = name;
    const { words } = this;
    const from = week ? "over_week" : "over_start";
    const again = week ? "over_session" : "over_start_session";
    const running = now ? "now_week" : "now_start";
    const same = [words(again, { week }), words("now_session")];
    const said = week === now ? same : [words(from, { week }), words(running, { week: now })];
    const go = element("a", { href: "/week" }, words("over_go"));
    const sentence = element("p", {}, [...said, words("over_kept")].join(" "));
    this.over.replaceChildren(sentence, go);
    this.open.hidden = true;
    this.news.replaceChildren();
    this.state.node.before(this.over);
  }

  /** @param {Live.Exercise[]} exercises */
  show(exercises) {
    // Made anew only where it differs, so that whoever is on a link stays there.
    const text = JSON.stringify(exercises.map(({ id, title }) => [id, title]));
    if (text === this.shown) return;
    this.shown = text;
    // News that an exercise is open ends with it.
    const open = exercises.map(({ id }) => `exercise-${id}`);
    if (this.news.dataset.news === "opened" && !open.includes(this.target)) this.news.replaceChildren();
    const active = document.activeElement;
    const held = active?.closest("nav") === this.open ? active.getAttribute("href") : null;
    const links = exercises.map(({ id, title }) => element("a", { href: `#exercise-${id}` }, title));
    this.open.hidden = links.length === 0;
    this.open.replaceChildren(element("span", {}, this.words("open_now")), ...links);
    if (!held) return;
    // Where the news says the same, its own link is the one that can be seen.
    const all = [...links, ...this.news.querySelectorAll("a")];
    all.find((link) => link.getAttribute("href") === held && link.checkVisibility())?.focus();
  }

  /** @param {"opened" | "revealed" | "ended"} name @param {string | undefined} title @param {string} target */
  announce(name, title, target) {
    if (!title) return;
    const leading = { href: `#${target}`, onclick: () => this.news.replaceChildren() };
    const link = element("a", leading, this.words("go_there"));
    this.news.dataset.news = name;
    this.target = target;
    this.news.replaceChildren(element("span", {}, this.words(name, { title })), " ", link);
  }
}
