// Where a breath is after so many seconds: nothing here knows a page.

import { same } from "../../../widgets/static/shared/dom.js";

export const PHASES = ["inhale", "hold", "exhale"];
export const SETTLING = 3;
export const PRESETS = { sessions: [4, 2, 6], no_hold: [4, 0, 6], short: [3, 1, 4], even: [5, 0, 5] };

export function roundLength(pace) {
  return PHASES.reduce((sum, phase) => sum + pace[phase], 0);
}

// Minutes are rounded to whole rounds, so that nobody is left in the middle of a breath.
export function roundsOf(pace, { length, rounds, minutes }) {
  return length === "rounds" ? rounds : Math.max(1, Math.round((minutes * 60) / roundLength(pace)));
}

// The phase, the round from 1, how much of the phase has passed (0 to 1), and the count, which goes up.
export function breathAt(pace, rounds, passed) {
  if (passed < 0) return { phase: "settle", round: 0, share: 0, count: 0 };
  const length = roundLength(pace);
  const round = Math.floor(passed / length);
  if (round >= rounds) return { phase: "over", round: rounds, share: 0, count: 0 };
  let within = passed - round * length;
  const phases = PHASES.filter((phase) => pace[phase] > 0);
  for (const phase of phases) {
    if (within < pace[phase] || phase === phases.at(-1)) {
      return { phase, round: round + 1, share: Math.min(1, within / pace[phase]), count: Math.floor(within) + 1 };
    }
    within -= pace[phase];
  }
  return undefined;
}

// How full the breath is, from 0 to 1, slow at both ends.
export function fullness({ phase, share }) {
  const eased = (1 - Math.cos(Math.PI * share)) / 2;
  return { inhale: eased, hold: 1, exhale: 1 - eased }[phase] ?? 0;
}

export function presetOf(pace) {
  const now = PHASES.map((phase) => pace[phase]);
  return Object.keys(PRESETS).find((name) => same(PRESETS[name], now)) ?? "own";
}
