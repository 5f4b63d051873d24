// Printing one practice in a page of its own: a notebook would print everything around it as well.

import { element } from "./dom.js";

/** @param {string} title @param {...(Node | string)} nodes */
export function printPage(title, ...nodes) {
  document.querySelector("iframe[data-kit-print]")?.remove();
  const frame = element("iframe", { "data-kit-print": true, title, "aria-hidden": "true", tabindex: "-1" });
  Object.assign(frame.style, { position: "fixed", right: "0", bottom: "0", width: "0", height: "0", border: "0" });
  document.body.append(frame);
  const { contentDocument: page, contentWindow: view } = frame;
  if (!page || !view) throw new Error("a frame that stands in the page has a document");
  page.title = title;
  page.documentElement.lang = document.documentElement.lang;
  Object.assign(page.body.style, { margin: "2rem", maxWidth: "40rem", font: "12pt/1.6 Georgia, serif" });
  page.body.append(element("h1", {}, title), ...nodes);
  view.addEventListener("afterprint", () => setTimeout(() => frame.remove(), 0));
  view.print();
}

// Styles are set one by one: the live page's policy stops every style attribute that is written as text.
/** @template {Kit.Tag} K @param {K} tag @param {Kit.Style} style @param {...Kit.Child} children */
export function styled(tag, style, ...children) {
  const node = element(tag, {}, ...children);
  Object.assign(node.style, style);
  return node;
}

// A question with what was written; what is not written yet has an idea to begin from, and room for a pen.
/** @param {string} question @param {string | undefined} answer @param {{ idea?: string, room?: number }} blank */
export function printedAnswer(question, answer, { idea = "", room = 2 } = {}) {
  const line = () => styled("div", { height: "1.8em", borderBottom: "1px solid currentColor", opacity: "0.5" });
  const about = idea ? [styled("p", { margin: "0.2em 0", fontSize: "10.5pt" }, idea)] : [];
  const said = answer?.trim() ? [written(answer.trim(), { margin: "0.2em 0" })]
    : [...about, ...Array.from({ length: room }, line)];
  const apart = { breakInside: "avoid", margin: "0 0 0.9em", lineHeight: "1.4" };
  return styled("div", apart, element("strong", {}, question), ...said);
}

// One's own words, in the direction in which they are written.
/** @param {string} text @param {Kit.Style} style */
function written(text, style = {}) {
  const node = styled("p", { whiteSpace: "pre-wrap", ...style }, text);
  node.dir = "auto";
  return node;
}

/** @param {string} text */
export function printedHeading(text) {
  return styled("h2", { fontSize: "14pt", margin: "1em 0 0.4em" }, text);
}

/** @param {(string | null | undefined)[]} lines */
export function paragraphs(lines) {
  return lines.flatMap((line) => (line ? [written(line)] : []));
}
