// The picture of a range. Ink stands for people: solid as many as there are at least, striped up to as many as there
// may be. The bar is the same as kit/results/pictures.py draws for pages without scripts; its style comes from there.

// So many people are shown one by one: a room counts people, not bars.
export const MOST_ONE_BY_ONE = 16;

const SIZE = 20;
const RADIUS = 8;
const STRIPES = [-5, 0, 5];

/** @param {string} tag @param {Record<string, string>} attributes @param {...SVGElement} children */
function drawn(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** @param {string} name @param {Record<string, string>} attributes @param {...SVGElement} parts */
function picture(name, attributes, ...parts) {
  return drawn("svg", { class: `kit-${name}`, "aria-hidden": "true", focusable: "false", ...attributes }, ...parts);
}

/** @param {{ low: number, high: number }} range @param {number} people */
export function bar({ low, high }, people) {
  const share = (/** @type {number} */ count) => `${Number((100 * count / people).toPrecision(5))}%`;
  const part = (/** @type {string} */ name, /** @type {number} */ count) => drawn("rect",
    { class: `kit-${name}`, x: "0", y: "0", width: share(count), height: "100%" });
  const perhaps = drawn("line", { class: "kit-perhaps", x1: share(low), x2: share(high), y1: "50%", y2: "50%" });
  return picture("bar", {}, part("track", people), ...(low > 0 ? [part("least", low)] : []),
    ...(high > low ? [perhaps] : []), part("reach", high));
}

// Chords across a circle, as stripes: they need no pattern, whose name would have to be one of its own on the page.
/** @param {number} middle */
function stripes(middle) {
  const across = (/** @type {number} */ shift) => {
    const half = Math.sqrt(RADIUS ** 2 - shift ** 2);
    const [x, y] = [middle + shift / Math.SQRT2, SIZE / 2 + shift / Math.SQRT2];
    const step = half / Math.SQRT2;
    return `M${(x - step).toFixed(2)} ${(y + step).toFixed(2)}L${(x + step).toFixed(2)} ${(y - step).toFixed(2)}`;
  };
  return drawn("path", { class: "kit-striped", d: STRIPES.map(across).join("") });
}

// A circle for each person: full for as many as there are at least, striped up to as many as there may be, then empty.
/** @param {{ low: number, high: number }} range @param {number} people */
export function oneByOne({ low, high }, people) {
  const middle = (/** @type {number} */ at) => SIZE * (at + 0.5);
  const circle = (/** @type {number} */ at) => drawn("circle", {
    class: at < low ? "kit-there" : at < high ? "kit-maybe" : "kit-not",
    cx: String(middle(at)), cy: String(SIZE / 2), r: String(RADIUS),
  });
  const each = Array.from({ length: people }, (_, at) => at);
  const striped = each.filter((at) => at >= low && at < high).map((at) => stripes(middle(at)));
  const box = { viewBox: `0 0 ${SIZE * people} ${SIZE}`, preserveAspectRatio: "xMinYMid" };
  return picture("people", box, ...each.map(circle), ...striped);
}

// People where they can be counted at a glance, else a bar.
/** @param {{ low: number, high: number }} range @param {number} people */
export function forARoom(range, people) {
  return people <= MOST_ONE_BY_ONE ? oneByOne(range, people) : bar(range, people);
}
