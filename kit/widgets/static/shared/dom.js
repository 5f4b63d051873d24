// Building elements. Text only ever enters as text nodes, so nothing a person types becomes markup.

export function randomHex(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Ids are unique per render: two copies of one exercise share a document in a notebook.
export function uniquePrefix() {
  return `kit-${randomHex(6)}`;
}

// crypto.randomUUID exists only in secure contexts; a phone on the room's network is in none.
export function makeUuid() {
  const hex = randomHex(16);
  const variant = (8 + (parseInt(hex[16], 16) % 4)).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20)]
    .join("-");
}

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// JupyterLab's shortcuts act on whatever is not marked, radios and buttons included: an arrow throws the
// focus out, "d d" deletes the cell. The mark works on the control itself, not on what surrounds it.
export function control(tag, attributes = {}, ...children) {
  return element(tag, { ...attributes, "data-lm-suppress-shortcuts": "true" }, ...children);
}

export function button(attributes, ...children) {
  return control("button", { type: "button", ...attributes }, ...children);
}

// For what takes something away: a second press, meant for the same thing, would meet what has moved up in its place.
export function once(act) {
  return ({ detail }) => (detail > 1 ? undefined : act());
}

// Hides or shows a control; whoever is on it when it goes is taken to the one that stands in its place.
export function giveWay(node, hidden, next) {
  const held = hidden && !node.hidden && node.contains(document.activeElement);
  node.hidden = hidden;
  if (held) next.focus();
}

// JupyterLab cancels a new line, and undo, in whatever is edited below a cell; it listens further out.
export function calmTheHost(node) {
  node.addEventListener("beforeinput", (event) => event.stopPropagation(), true);
  // Enter on a radio submits a form; here only the button sends.
  node.addEventListener("submit", (event) => event.preventDefault());
  node.addEventListener("keydown", (event) => {
    // Everything is kept as it is written; the browser's "save page" would only be in the way.
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") event.preventDefault();
  });
}

export function onlyRead(words) {
  return element("span", { class: "kit-form-unseen" }, words);
}

export function own(object, key) {
  return object && Object.hasOwn(object, key) ? object[key] : undefined;
}

export function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

const ICON_PATHS = {
  private: "M5 7V5a3 3 0 0 1 6 0v2h1v6H4V7zm1.5 0h3V5a1.5 1.5 0 0 0-3 0z",
  spoken: "M2 3h12v8H8l-4 3v-3H2z",
  group: "M2 13V8h3v5zm4.5 0V3h3v10zm4.5 0V6h3v7z",
};

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICON_PATHS[name]);
  svg.append(path);
  return svg;
}

// Whether this browser loses what it is given with the page: its storage is full, switched off, or not there at all.
// All modules on a page know the same; "kit-kept" tells when that changes.
const KEEPS = Symbol.for("kit.keeps");

export function keepsNothing() {
  if (window[KEEPS] === undefined) {
    try {
      window.localStorage.setItem("kit/probe", "");
      window.localStorage.removeItem("kit/probe");
      window[KEEPS] = true;
    } catch {
      // Told beside every form.
      window[KEEPS] = false;
    }
  }
  return !window[KEEPS];
}

export function noteKept(kept) {
  if (window[KEEPS] === kept) return;
  window[KEEPS] = kept;
  window.dispatchEvent(new Event("kit-kept"));
}

// The sentences come from the message catalogue; a place may have wording of its own ("not_sent_page"), and so may a
// browser that keeps nothing ("not_sent_page_unkept"), so that no two of them contradict each other.
export function wording(spec) {
  return (name, values = {}) => {
    const placed = own(spec.messages, `${name}_${spec.place}`) === undefined ? name : `${name}_${spec.place}`;
    const unkept = keepsNothing() ? own(spec.messages, `${placed}_unkept`) : undefined;
    const text = unkept ?? own(spec.messages, placed) ?? "";
    return text.replace(/\{(\w+)\}/g, (whole, key) => own(values, key) ?? whole);
  };
}
