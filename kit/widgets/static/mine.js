// One's own answers, asked for when the tables appear: nothing of them is part of the widget's
// state, so nothing of them can be saved into a notebook.

import { element, wording } from "./shared/dom.js";

/** @param {Kit.Words} words @param {Kit.OwnTable} table */
function answersTable(words, { caption, rows }) {
  const head = ["question", "answer", "state"].map((name) => element("th", { scope: "col" }, words(name)));
  const body = rows.map(([question, answer, state]) =>
    element("tr", {}, element("th", { scope: "row" }, question), element("td", {}, answer), element("td", {}, state)));
  return element("table", { class: "kit-mine" }, element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body));
}

/** @param {Kit.Words} words @param {Kit.OwnWeek} of */
function ownWeek(words, { week, answer, height }) {
  const bar = element("span", { class: "kit-mine-bar", "aria-hidden": "true" });
  if (height !== null) bar.style.setProperty("--height", String(height));
  const name = week ? words("short_week", { week }) : words("short_start");
  return element("li", {}, ...(height === null ? [] : [bar]), element("span", {}, answer), element("small", {}, name));
}

// What was asked in several weeks, side by side: a look back needs no leafing through the tables.
/** @param {Kit.Words} words @param {Kit.OwnOver[]} over @returns {HTMLElement[]} */
function overWeeks(words, over) {
  const rows = over.map(({ question, answers }) => element("li", {}, element("p", {}, question),
    element("ol", { class: "kit-mine-weeks" }, ...answers.map((one) => ownWeek(words, one)))));
  return [element("p", { class: "kit-mine-over" }, words("over")), element("ul", { class: "kit-mine-asked" }, ...rows)];
}

/** @param {Kit.Rendering<Kit.MineSpec, Kit.OwnMessage>} place */
function render({ model, el }) {
  const words = wording(model.get("spec"));
  const status = element("p", { role: "status" }, words("asking"));
  const page = element("div", { class: "kit-form-page" }, status);
  const place = element("div", { class: "kit-form" }, page);
  const receive = (/** @type {Kit.OwnMessage} */ message) => {
    if (!message || message.type !== "mine") return;
    const { over, tables, problem } = message;
    const shown = over.length ? overWeeks(words, over) : [];
    shown.push(...tables.map((table) => answersTable(words, table)));
    const none = element("p", {}, words("nothing"));
    const faults = problem ? [element("p", { role: "alert" }, problem)] : [];
    const notes = [...(shown.length ? ["after"] : []), "private"].map((name) =>
      element("p", { class: "kit-mine-note" }, words(name)));
    page.replaceChildren(...faults, ...(shown.length || problem ? shown : [none]), ...notes);
  };
  model.on("msg:custom", receive);
  el.append(place);
  try {
    model.send({ type: "hello" });
  } catch {
    // A dead kernel.
    status.textContent = words("silent");
  }
  return () => model.off("msg:custom", receive);
}

export default { render };
