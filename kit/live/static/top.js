// The line at the top: what is open now, how the connection is, and what has just happened.

import { element, statusLine } from "./dom.js";

export class Top {
  constructor(words, line) {
    Object.assign(this, { words, line });
    this.state = statusLine("page-line");
    this.news = element("p", { class: "page-news", role: "status" });
    this.open = element("nav", { class: "page-open", "aria-label": words("open_now"), hidden: true });
    document.getElementById("page-top").append(this.open, this.news, this.state.node);
    line.heard.add(() => this.showLine());
    this.showLine();
  }

  // A fault is said in words; a connection that works takes two of them.
  showLine() {
    const { shown, said } = this.line;
    const name = shown || "well";
    const sentence = shown === "trouble" && said ? said : this.words(`line_${name}`);
    this.state.say(name, this.words(`line_title_${name}`), sentence);
  }

  show(exercises) {
    const links = exercises.map(({ id, title }) => element("a", { href: `#exercise-${id}` }, title));
    this.open.hidden = links.length === 0;
    this.open.replaceChildren(element("span", {}, this.words("open_now")), ...links);
  }

  announce(name, title, target) {
    if (!title) return;
    const link = element("a", { href: `#${target}`, onclick: () => this.news.replaceChildren() }, this.words("go_there"));
    this.news.dataset.news = name;
    this.news.replaceChildren(element("span", {}, this.words(name, { title })), " ", link);
  }
}
