// What a page shows once its session has ended.

import { at, element } from "../../widgets/static/shared/dom.js";
import { drawnFrom } from "../../widgets/static/shared/drawing.js";

const COPY = "/week/take-home";
const CARD = "farewell";
const KEEP = "farewell-keep";

// Stands right below the page's title; without a title where nobody has said that the session has ended.
/** @param {Live.Ended} ended @param {Kit.Words} words */
export function sayFarewell({ title, thanks, home, whom }, words) {
  dropFarewell();
  const head = element("h2", { id: "head-farewell" }, title || words("line_title_late"));
  const lines = element("ul", {}, ...home.lines.map((line) => element("li", {}, line)));
  const card = element("section", { id: CARD, class: "page-farewell", "aria-labelledby": head.id },
    drawnFrom("drawing-farewell"), head,
    element("p", { class: "page-thanks" }, thanks), element("h3", {}, home.title), lines, element("p", {}, home.kind),
    element("div", { id: KEEP, hidden: true }), element("p", {}, whom),
    element("p", { class: "page-quiet" }, words("end_kept")));
  const top = at("main").querySelector("h1");
  if (top) top.after(card);
  else at("main").prepend(card);
}

export function dropFarewell() {
  document.getElementById(CARD)?.remove();
}

async function fetched() {
  const reply = await fetch(COPY).catch(() => null);
  return reply?.ok && !reply.redirected ? URL.createObjectURL(await reply.blob()) : "";
}

// The host is gone a moment later, so what can be kept is fetched now. Resolves once nothing more is needed from it.
/** @param {Live.Ended} ended @param {Kit.Words} words @param {string} name */
export async function fetchCopy({ save }, words, name) {
  const address = await fetched();
  if (!address) return;
  const keep = at(KEEP);
  const download = { href: address, download: `${name}.html`, class: "page-button" };
  keep.replaceChildren(element("p", {}, save), element("p", {}, element("a", download, words("take_home"))));
  keep.hidden = false;
  // The link further down would ask a host that is gone.
  for (const link of document.querySelectorAll(`a[href="${COPY}"]`)) link.setAttribute("href", address);
}
