// What the screen can show below the way to join: a question that is open, or one revealed item at a time, large.

import { element } from "../../widgets/static/shared/dom.js";
import { rangeTable, textList } from "./results.js";

// How a question is answered, in words, for whoever follows without a device.
function answers(item) {
  const options = item.options ?? [];
  if (!item.anchors) return options.map(({ label }) => label).join(" · ");
  return [options[0], options.at(-1)].map(({ label, meaning }) => `${label} (${meaning})`).join(" – ");
}

function question(item) {
  const offered = answers(item);
  return element("li", {}, item.prompt, offered ? element("span", { class: "screen-offered" }, offered) : null);
}

export function questionView(exercise) {
  const { id, title, intro, items } = exercise;
  const asked = items.filter(({ share }) => share !== "private");
  const make = () => element("div", { class: "screen-question" }, element("h2", {}, title),
    intro ? element("p", {}, intro) : null, asked.length ? element("ol", {}, ...asked.map(question)) : null);
  return { key: `asked/${id}`, kind: "asked", name: title, make };
}

function itemView(exercise, item) {
  const { prompt, finding, table, texts } = item;
  const make = () => {
    const chart = element("div", { class: "screen-chart", "data-item": item.id, hidden: true });
    const pair = table ? element("div", { class: "screen-pair" }, chart, rangeTable(table)) : null;
    return element("article", { class: "screen-item" }, element("p", { class: "screen-of" }, exercise.title),
      element("h2", {}, prompt), element("p", { class: "page-finding" }, finding), pair,
      texts ? textList(texts) : null);
  };
  const text = JSON.stringify(item);
  return { key: `result/${exercise.id}/${item.id}`, kind: "result", exercise: exercise.id, name: prompt, make, text };
}

export function resultViews(exercise, items) {
  return items.map((item) => itemView(exercise, item));
}

// A button for each view: the question by its name, results by their number, so that a row of them stays small.
export function chooser(views, chosen, words, choose) {
  return views.map((view) => {
    const short = view.kind === "asked" ? words("screen_asked", { title: view.name }) : String(view.number);
    const hidden = view.kind === "asked" ? null : element("span", { class: "page-unseen" }, ` ${view.name}`);
    const attributes = { type: "button", "aria-pressed": String(view.key === chosen), "data-key": view.key };
    return element("button", { ...attributes, onclick: () => choose(view.key) }, short, hidden);
  });
}
