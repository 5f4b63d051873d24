// An option is found by its id, and by what was kept before it had one.

import assert from "node:assert/strict";
import test from "node:test";

import { offerOf, offersOf } from "../../kit/widgets/static/shared/offers.js";

const IDS = [
  { value: "never", label: "not this week" },
  { value: "once", label: "once or twice" },
  { value: "often", label: "often" },
];
const NUMBERS = [0, 1, 2, 3].map((value) => ({ value, label: String(value) }));
const WORDS = [{ value: "a walk", label: "a walk" }, { value: "tea", label: "tea" }];

test("by id, by words, and by place where there are ids", () => {
  for (const kept of ["once", "once or twice", 2]) assert.equal(offerOf(IDS, kept), IDS[1]);
  for (const kept of [0, 4, -1, 1.5, "twice", "", null, undefined, true, ["once"], { value: "once" }]) {
    assert.equal(offerOf(IDS, kept), undefined);
  }
});

test("a number of a rating is that number and never a place", () => {
  assert.equal(offerOf(NUMBERS, 3), NUMBERS[3]);
  for (const kept of [4, "3", "0"]) assert.equal(offerOf(NUMBERS, kept), undefined);
});

test("several are all found, each once, or none is", () => {
  assert.deepEqual(offersOf(IDS, ["often", "not this week"]), [IDS[2], IDS[0]]);
  assert.deepEqual(offersOf(WORDS, []), []);
  for (const kept of [["often", "else"], ["once", "once or twice"], "once", null, undefined, {}]) {
    assert.equal(offersOf(IDS, kept), undefined);
  }
});
