import assert from "node:assert/strict";
import { test } from "node:test";

import { lateBy, minutesIn } from "../../kit/widgets/static/session/now.js";

const ROOM = { block: "one", ends: 20, rest: 70, minutes: 90 };

test("a session that keeps its plan is not late, and one that has not begun is neither", () => {
  assert.equal(lateBy(ROOM, 10), 0);
  assert.equal(lateBy({ ...ROOM, block: null }, 300), 0);
});

test("a block that runs over makes the end late from its first minute", () => {
  assert.equal(lateBy(ROOM, 20.1), 1);
  assert.equal(lateBy({ ...ROOM, ends: 26 }, 10), 6);
});

test("one minute has a word of its own", () => {
  const words = (name, { count } = {}) => [name, count].join(" ");
  assert.equal(minutesIn(words, 1), "minute ");
  assert.equal(minutesIn(words, 2), "minutes 2");
});
