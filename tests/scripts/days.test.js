import assert from "node:assert/strict";
import { test } from "node:test";

import { laterDay, localDay, noonOf } from "../../kit/widgets/static/shared/days.js";

test("a day is the one on the wall, also where the world's clock has another", () => {
  assert.equal(localDay(new Date(2027, 0, 9, 0, 5)), "2027-01-09");
  assert.equal(localDay(new Date(2027, 0, 9, 23, 55)), "2027-01-09");
});

test("a day that is in no calendar is none", () => {
  const none = ["2027-02-29", "2027-13-01", "2027-1-1", "", "soon", null, 20270101];
  for (const day of none) assert.equal(noonOf(day), null);
  assert.equal(noonOf("2028-02-29")?.getHours(), 12);
});

test("three months after the end of a month is the end of a shorter one", () => {
  assert.equal(laterDay("2026-11-30", { months: 3 }), "2027-02-28");
  assert.equal(laterDay("2026-10-31", { months: 1, days: 1 }), "2026-12-01");
  assert.throws(() => laterDay("2027-02-29", { days: 1 }), /2027-02-29/);
});
