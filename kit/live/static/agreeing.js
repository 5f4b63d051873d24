// Whether one's answers are counted: agreed to and taken back with one button each, in the same place.

import { button, element } from "../../widgets/static/shared/dom.js";
import { Kept } from "./kept.js";
import { ask } from "./net.js";

export class Agreeing {
  constructor(page, me, say) {
    Object.assign(this, { page, me, say, words: page.words });
    this.place = document.getElementById("own-agreeing");
    this.note = document.getElementById("own-unagreed");
    this.show();
  }

  show() {
    const { me, words } = this;
    const name = me.agreed ? "agreeing_yes" : "agreeing_no";
    const press = button({ id: "own-agree", onclick: () => this.change() }, words(`${name}_change`));
    this.place.replaceChildren(element("p", {}, words(name)), element("p", { class: "page-quiet" }, words(`${name}_about`)), press);
    this.note.hidden = me.agreed;
  }

  async change() {
    const { me, page } = this;
    const { reply, sentence } = me.agreed ? await this.takeBack() : await this.give();
    if (reply.body.code === "other_notice") return location.reload();
    if (reply.status !== 200) return this.say("problem", reply.body.say || this.words("not_now"));
    me.agreed = !me.agreed;
    new Kept(`kit/${page.data.cohort}`).write("me", me);
    this.show();
    document.getElementById("own-agree").focus();
    this.say("done", reply.body.say || sentence);
    page.box.held = "";
    return page.box.flush();
  }

  async takeBack() {
    return { reply: await ask("POST", "/api/consent/take-back", { purpose: "aggregate" }) };
  }

  async give() {
    const given = { purpose: "aggregate", version: this.page.data.version };
    return { reply: await ask("POST", "/api/consent", given), sentence: this.words("agreeing_given") };
  }
}
