import assert from "node:assert/strict";
import { test } from "node:test";

import {
  commitmentBlank, commitmentFits, commitmentMerged, inOrder, nextPlan, planWith, planWritten,
} from "../../kit/curriculum/practices/commitment/plan.js";

const BLANK = commitmentBlank();
const BEGUN = planWith(BLANK.plan, { action: "breathe" }, "2027-01-09");
const PLAN = { ...BEGUN, log: [{ day: "2027-01-10", how: "done", at: 1 }] };

test("a plan begins on the day of its first word, and later words leave that day alone", () => {
  assert.equal(planWith(PLAN, { action: "walk" }, "2027-02-02").begun, "2027-01-09");
  assert.ok(planWritten(PLAN));
  assert.ok(!planWritten(BLANK.plan));
});

test("a plan that was written on no day, or a log of other words, does not fit", () => {
  assert.ok(commitmentFits(BLANK));
  assert.ok(commitmentFits({ plan: PLAN, before: [PLAN] }));
  assert.ok(!commitmentFits({ plan: { ...PLAN, begun: "" }, before: [] }));
  assert.ok(!commitmentFits({ plan: { ...PLAN, log: [{ day: "2027-01-10", how: "maybe", at: 1 }] }, before: [] }));
  assert.ok(!commitmentFits({ plan: PLAN }));
});

test("how it went stands newest first, by its day and then by when it was noted", () => {
  const log = [{ day: "2027-01-01", at: 9 }, { day: "2027-01-02", at: 1 }, { day: "2027-01-02", at: 2 }];
  assert.deepEqual(inOrder(log).map(({ at }) => at), [2, 1, 9]);
  assert.deepEqual(log.map(({ at }) => at), [9, 1, 2], "the list itself stays as it was");
});

test("a next plan carries the words or none, and one never written is not kept", () => {
  const carried = nextPlan({ plan: PLAN, before: [] }, { carry: true, today: "2027-01-16" });
  assert.equal(carried.plan.action, "breathe");
  assert.deepEqual([carried.plan.begun, carried.plan.log, carried.before], ["2027-01-16", [], [PLAN]]);
  assert.deepEqual(nextPlan(BLANK, { carry: false, today: "2027-01-16" }), BLANK);
});

test("a copy adds what was noted elsewhere, and another plan joins those before it", () => {
  const noted = { ...PLAN, log: [...PLAN.log, { day: "2027-01-11", how: "partly", at: 2 }] };
  const other = planWith(BLANK.plan, { action: "call" }, "2027-03-01");
  const merged = commitmentMerged({ plan: PLAN, before: [] }, { plan: other, before: [noted] });
  assert.deepEqual(merged.plan.log.map(({ at }) => at), [1, 2]);
  assert.deepEqual(merged.before.map(({ action }) => action), ["call"]);
  assert.deepEqual(commitmentMerged(BLANK, { plan: PLAN, before: [other] }), { plan: PLAN, before: [other] });
});
