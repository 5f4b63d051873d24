// The lines at the top: what has just happened, and how the connection is where it is not well.

import { at, element, keepsNothing } from "../../widgets/static/shared/dom.js";
import { statusLine } from "../../widgets/static/shared/status.js";

export class Top {
  /** @param {Kit.Words} words @param {import("./connection.js").Line} line */
  constructor(words, line) {
    this.words = words;
    this.line = line;
    this.left = "";
    this.state = statusLine("page-line");
    this.news = element("p", { class: "page-news", role: "status" });
    this.over = element("div", { class: "page-over", role: "alert" });
    at("page-top").append(this.news, this.state.node);
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
    this.news.replaceChildren();
    this.state.node.before(this.over);
  }

  // Whoever looks at "Now" has it before them already.
  /** @param {"opened" | "revealed" | "ended"} name @param {string | undefined} title @param {(() => void) | null} go */
  announce(name, title, go) {
    if (!title) return;
    const leading = { href: "#now", onclick: () => go?.() };
    const link = go ? element("a", leading, this.words("go_there")) : null;
    this.news.dataset.news = name;
    this.news.replaceChildren(element("span", {}, this.words(name, { title })), ...(link ? [" ", link] : []));
  }

  // What was news is before whoever has gone to see it, or was seen.
  clear() {
    this.news.replaceChildren();
  }
}
