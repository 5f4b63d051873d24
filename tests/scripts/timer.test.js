import assert from "node:assert/strict";
import { test } from "node:test";

import { clockWords } from "../../kit/widgets/static/shared/timer.js";

test("a clock counts down to nothing and never below", () => {
  assert.equal(clockWords(60), "1:00");
  assert.equal(clockWords(59.2), "1:00");
  assert.equal(clockWords(0.0005), "0:00");
  assert.equal(clockWords(-3), "0:00");
});

test("more than an hour stays in minutes", () => {
  assert.equal(clockWords(5400), "90:00");
  assert.equal(clockWords(9.5), "0:10");
});
