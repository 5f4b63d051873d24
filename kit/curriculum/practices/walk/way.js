// A walk as a value: the way through a story, and what was written about a situation of one's own. Nothing here knows
// a page.

import { bothNamed } from "../../../widgets/static/shared/both.js";

export const HEAPS = ["mine", "shared", "not_mine"];
const TEXTS = ["pause", "recognise", ...HEAPS, "act", "reflect"];

export function walkBlank() {
  return { abouts: {}, ways: {}, thoughts: {} };
}

export function walkFits(value) {
  const texts = (found) => found && typeof found === "object" && Object.values(found).every((text) => typeof text === "string");
  const ways = (found) => found && typeof found === "object" && Object.values(found).every((way) => Array.isArray(way));
  return Boolean(value) && texts(value.abouts) && ways(value.ways) && texts(value.thoughts) &&
    [...TEXTS, "kind"].every((name) => typeof (value[name] ?? "") === "string");
}

// The way through a story is taken as a whole; thoughts are words, and both of them stay.
export function walkMerged(here, found, { between, written }) {
  const thoughts = bothNamed(here.thoughts, found.thoughts, { between, written: new Set(Object.keys(here.thoughts)) });
  const ways = { ...here.ways, ...found.ways };
  return { ...bothNamed(here, found, { between, written }), abouts: { ...found.abouts, ...here.abouts }, ways, thoughts };
}

// The scenes and turns of a way, as far as it still fits the story: a file may have changed since it was walked.
export function wayThrough(vignette, turns) {
  const way = [];
  let here = vignette.scenes[0];
  for (const id of turns) {
    const turn = here.turns?.find((one) => one.id === id);
    if (!turn) break;
    way.push({ scene: here, turn });
    here = [...vignette.scenes, ...vignette.endings].find((one) => one.id === turn.to);
  }
  return { way, here };
}

// What was written about one's own situation, for a file and for paper.
export function ownLines(value, steps, words) {
  const noteOf = (name) => (value[name] ? [`${words(`note_${name}`)} ${value[name]}`] : []);
  return steps.flatMap(({ id, title }) => {
    const kind = id === "act" && value.kind ? [words(`kind_${value.kind}`)] : [];
    const said = [...kind, ...(id === "assess" ? HEAPS.flatMap(noteOf) : noteOf(id))];
    return said.length ? [`${title}`, ...said] : [];
  });
}
