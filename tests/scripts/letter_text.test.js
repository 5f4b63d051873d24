import assert from "node:assert/strict";
import { test } from "node:test";

import { letterBlank, letterFits, letterMerged } from "../../kit/curriculum/practices/letter/text.js";

test("only a letter in writing has no day on which to be read", () => {
  assert.ok(letterFits(letterBlank()));
  assert.ok(!letterFits({ ...letterBlank(), state: "sealed" }));
  assert.ok(letterFits({ ...letterBlank(), state: "sealed", until: "2027-06-01" }));
  assert.ok(!letterFits({ ...letterBlank(), state: "burnt" }));
  assert.ok(!letterFits(null));
});

test("a letter from a copy fills an empty one, and joins one that is there", () => {
  const here = { ...letterBlank(), text: "Dear me" };
  const copy = { ...letterBlank(), state: "sealed", until: "2027-06-01", text: "Hello" };
  assert.deepEqual(letterMerged(letterBlank(), copy, "x"), copy);
  assert.deepEqual(letterMerged(here, copy, "x"), { ...here, text: "Dear me\n\nx\nHello" });
});
