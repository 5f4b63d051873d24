// What a page shows once its session has ended. The host is gone a moment later, so what is kept is fetched now.

import { at, element } from "../../widgets/static/shared/dom.js";

const COPY = "/week/take-home";

async function fetched() {
  const reply = await fetch(COPY).catch(() => null);
  return reply?.ok && !reply.redirected ? URL.createObjectURL(await reply.blob()) : "";
}

// Stands right below the page's title. Resolves once nothing more is needed from the host.
/** @param {Live.Ended} ended @param {Kit.Words} words @param {string} name */
export async function sayFarewell({ title, thanks, home, save, whom }, words, name) {
  const head = element("h2", { id: "head-farewell" }, title);
  const lines = element("ul", {}, ...home.lines.map((line) => element("li", {}, line)));
  const keep = element("div", { hidden: true });
  const card = element("section", { id: "farewell", class: "page-farewell", "aria-labelledby": head.id }, head,
    element("p", { class: "page-thanks" }, thanks), element("h3", {}, home.title), lines, element("p", {}, home.kind),
    keep, element("p", {}, whom), element("p", { class: "page-quiet" }, words("end_kept")));
  const top = at("main").querySelector("h1");
  if (top) top.after(card);
  else at("main").prepend(card);
  const address = await fetched();
  if (!address) return;
  const download = { href: address, download: `${name}.html`, class: "page-button" };
  keep.replaceChildren(element("p", {}, save), element("p", {}, element("a", download, words("take_home"))));
  keep.hidden = false;
  // The link further down would ask a host that is gone.
  for (const link of document.querySelectorAll(`a[href="${COPY}"]`)) link.setAttribute("href", address);
}
