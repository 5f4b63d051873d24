// A walk as a value: the way through a story, and what was written about a situation of one's own. Nothing here knows
// a page.

import { bothNamed } from "../../../widgets/static/shared/both.js";
import { isNamed } from "../../../widgets/static/shared/copy_text.js";

/** @typedef {"pause" | "recognise" | "assess" | "act" | "reflect"} Step */
/** @typedef {"empathy" | "detachment" | "compassion"} Leaning */
/** @typedef {{ id: string, label: string, to: string }} Turn */
/** @typedef {{ id: string, step: Step, text: string, turns: Turn[], leans?: undefined }} Scene */
/**
 * @typedef {{ id: string, leans: Leaning, text: string, question: string, turns?: undefined, step?: undefined }}
 * Ending
 */
/** @typedef {{ [leaning in Leaning]: string }} Contrast */
/**
 * @typedef {{ id: string, title: string, situation: string, scenes: Scene[], endings: Ending[], contrast: Contrast }}
 * Vignette
 */
/** @typedef {{ id: Step, title: string, prompt: string }} WalkStep */
/** @typedef {"mine" | "shared" | "not_mine"} Heap */
/** @typedef {"pause" | "recognise" | Heap | "act" | "reflect"} Note */
/** @typedef {{ [note in Note]?: string }} Notes */
/** @typedef {{ [name: string]: string }} Texts */
/** @typedef {Notes & { kind?: string, abouts: Texts, ways: { [name: string]: string[] }, thoughts: Texts }} Walked */

/** @type {Heap[]} */
export const HEAPS = ["mine", "shared", "not_mine"];
/** @type {Note[]} */
const TEXTS = ["pause", "recognise", ...HEAPS, "act", "reflect"];

/** @returns {Walked} */
export function walkBlank() {
  return { abouts: {}, ways: {}, thoughts: {} };
}

/** @param {unknown} value @returns {value is Walked} */
export function walkFits(value) {
  const texts = (/** @type {unknown} */ found) =>
    isNamed(found) && Object.values(found).every((text) => typeof text === "string");
  const ways = (/** @type {unknown} */ found) =>
    isNamed(found) && Object.values(found).every((way) => Array.isArray(way));
  return isNamed(value) && texts(value.abouts) && ways(value.ways) && texts(value.thoughts) &&
    [...TEXTS, "kind"].every((name) => typeof (value[name] ?? "") === "string");
}

// The way through a story is taken as a whole; thoughts are words, and both of them stay.
/**
 * @param {Walked} here
 * @param {Walked} found
 * @param {{ between: string, written: Set<string> }} how
 * @returns {Walked}
 */
export function walkMerged(here, found, { between, written }) {
  const thoughtOf = new Set(Object.keys(here.thoughts));
  const thoughts = /** @type {Texts} */ (bothNamed(here.thoughts, found.thoughts, { between, written: thoughtOf }));
  const ways = { ...here.ways, ...found.ways };
  const notes = /** @type {Notes} */ (bothNamed(here, found, { between, written }));
  return { ...notes, abouts: { ...found.abouts, ...here.abouts }, ways, thoughts };
}

// The scenes and turns of a way, as far as it still fits the story: a file may have changed since it was walked.
/**
 * @param {Vignette} vignette
 * @param {string[]} turns
 * @returns {{ way: { scene: Scene, turn: Turn }[], here: Scene | Ending }}
 */
export function wayThrough(vignette, turns) {
  const way = [];
  /** @type {Scene | Ending} */
  let here = vignette.scenes[0];
  for (const id of turns) {
    /** @type {Turn | undefined} */
    const turn = here.turns?.find((one) => one.id === id);
    /** @type {Scene | Ending | undefined} */
    const next = [...vignette.scenes, ...vignette.endings].find((one) => one.id === turn?.to);
    if (!here.turns || !turn || !next) break;
    way.push({ scene: here, turn });
    here = next;
  }
  return { way, here };
}

// What was written about one's own situation, for a file and for paper.
/** @param {Walked} value @param {WalkStep[]} steps @param {Kit.Words} words */
export function ownLines(value, steps, words) {
  const noteOf = (/** @type {Note} */ name) => (value[name] ? [`${words(`note_${name}`)} ${value[name]}`] : []);
  return steps.flatMap(({ id, title }) => {
    const kind = id === "act" && value.kind ? [words(`kind_${value.kind}`)] : [];
    const said = [...kind, ...(id === "assess" ? HEAPS : [id]).flatMap(noteOf)];
    return said.length ? [`${title}`, ...said] : [];
  });
}
