// What became of one's answers: looked up at the host when it is asked for, and never kept.

import { element } from "../../widgets/static/shared/dom.js";
import { ask } from "./net.js";

export class Became {
  constructor(words) {
    this.words = words;
    this.card = document.getElementById("own-became");
    this.list = document.getElementById("own-became-list");
    this.card.addEventListener("toggle", () => this.look());
  }

  // Also after a reveal, while the list is in sight.
  async look() {
    if (!this.card.open) return;
    const reply = await ask("GET", "/api/mine/fates");
    const rows = reply.body.answers;
    if (reply.status !== 200) this.tell(reply.body.say || this.words("not_now"));
    else if (rows.length) this.list.replaceChildren(...this.weeks(rows));
    else this.tell(this.words("became_nothing"));
  }

  tell(sentence) {
    this.list.replaceChildren(element("p", { role: "status" }, sentence));
  }

  // The newest answer of a question stands above those that it replaced.
  weeks(rows) {
    const numbers = [...new Set(rows.map(({ week }) => week))].sort((one, other) => one - other);
    return numbers.flatMap((number) => {
      const mine = rows.filter(({ week }) => week === number).reverse();
      const title = number ? this.words("became_week", { week: number }) : this.words("became_start");
      return [element("h3", {}, title), element("ul", { class: "page-became" }, ...mine.map((row) => this.one(row)))];
    });
  }

  one({ question, answer, say, fate }) {
    return element("li", { "data-fate": fate }, element("strong", {}, question),
      element("span", {}, this.words("became_said", { answer })), element("span", {}, say));
  }
}
