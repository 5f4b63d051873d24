import assert from "node:assert/strict";
import { test } from "node:test";

import { breathAt, fullness, presetOf, roundLength, roundsOf } from "../../kit/curriculum/practices/guided/pace.js";

const PACE = { inhale: 4, hold: 0, exhale: 6 };

test("a breath goes through its phases and leaves out one of no length", () => {
  assert.equal(roundLength(PACE), 10);
  assert.deepEqual(breathAt(PACE, 2, 3.9), { phase: "inhale", round: 1, share: 0.975, count: 4 });
  assert.equal(breathAt(PACE, 2, 4)?.phase, "exhale");
  assert.equal(breathAt(PACE, 2, 10)?.round, 2);
});

test("before the first breath is settling, and after the last it is over", () => {
  assert.equal(breathAt(PACE, 2, -1)?.phase, "settle");
  assert.deepEqual(breathAt(PACE, 2, 20), { phase: "over", round: 2, share: 0, count: 0 });
});

test("minutes become whole breaths, and at least one", () => {
  assert.equal(roundsOf(PACE, { length: "minutes", rounds: 3, minutes: 1 }), 6);
  assert.equal(roundsOf(PACE, { length: "minutes", rounds: 3, minutes: 0.01 }), 1);
  assert.equal(roundsOf(PACE, { length: "rounds", rounds: 3, minutes: 1 }), 3);
});

test("a breath is full between in and out, and a known pace has its name", () => {
  assert.equal(fullness({ phase: "inhale", share: 1 }), 1);
  assert.equal(fullness({ phase: "exhale", share: 0.5 }), 0.5);
  assert.equal(fullness({ phase: "settle", share: 0 }), 0);
  assert.equal(presetOf(PACE), "no_hold");
  assert.equal(presetOf({ ...PACE, hold: 1 }), "own");
});
