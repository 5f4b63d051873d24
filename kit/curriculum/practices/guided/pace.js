// Where a breath is after so many seconds: nothing here knows a page.

import { same } from "../../../widgets/static/shared/dom.js";

/** @typedef {"inhale" | "hold" | "exhale"} Phase */
/** @typedef {{ [phase in Phase]: number }} Pace */
/** @typedef {{ phase: Phase | "settle" | "over" | "before", round: number, share: number, count: number }} Breathing */

/** @type {Phase[]} */
export const PHASES = ["inhale", "hold", "exhale"];
export const SETTLING = 3;
/** @type {{ [name: string]: number[] }} */
export const PRESETS = { sessions: [4, 2, 6], no_hold: [4, 0, 6], short: [3, 1, 4], even: [5, 0, 5] };

/** @param {Pace} pace */
export function roundLength(pace) {
  return PHASES.reduce((sum, phase) => sum + pace[phase], 0);
}

// Minutes are rounded to whole rounds, so that nobody is left in the middle of a breath.
/** @param {Pace} pace @param {{ length: string, rounds: number, minutes: number }} set */
export function roundsOf(pace, { length, rounds, minutes }) {
  return length === "rounds" ? rounds : Math.max(1, Math.round((minutes * 60) / roundLength(pace)));
}

// The phase, the round from 1, how much of the phase has passed (0 to 1), and the count, which goes up.
/** @param {Pace} pace @param {number} rounds @param {number} passed @returns {Breathing} */
export function breathAt(pace, rounds, passed) {
  if (passed < 0) return { phase: "settle", round: 0, share: 0, count: 0 };
  const length = roundLength(pace);
  const round = Math.floor(passed / length);
  if (round >= rounds) return { phase: "over", round: rounds, share: 0, count: 0 };
  let within = passed - round * length;
  const [first, ...others] = PHASES.filter((name) => pace[name] > 0);
  let phase = first;
  for (const next of others) {
    if (within < pace[phase]) break;
    within -= pace[phase];
    phase = next;
  }
  return { phase, round: round + 1, share: Math.min(1, within / pace[phase]), count: Math.floor(within) + 1 };
}

// How full the breath is, from 0 to 1, slow at both ends.
/** @param {Pick<Breathing, "phase" | "share">} breathing */
export function fullness({ phase, share }) {
  const eased = (1 - Math.cos(Math.PI * share)) / 2;
  return { inhale: eased, hold: 1, exhale: 1 - eased, settle: 0, over: 0, before: 0 }[phase];
}

/** @param {Pace} pace */
export function presetOf(pace) {
  const now = PHASES.map((phase) => pace[phase]);
  return Object.keys(PRESETS).find((name) => same(PRESETS[name], now)) ?? "own";
}
