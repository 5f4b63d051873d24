import assert from "node:assert/strict";
import { test } from "node:test";

import { bothNamed, bothTexts } from "../../kit/widgets/static/shared/both.js";

test("of two texts neither is lost, and none stands there twice", () => {
  assert.equal(bothTexts("here", "found", "and"), "here\n\nand\nfound");
  assert.equal(bothTexts("a long text", " long ", "and"), "a long text");
  assert.equal(bothTexts("long", "a long text", "and"), "a long text");
});

test("of two values words are joined, lists united, and a choice is the one brought back", () => {
  const how = { between: "and", written: new Set(["why"]) };
  const here = { why: "one", tags: ["a", { b: 1 }], pick: 1, only: true };
  const found = { why: "two", tags: [{ b: 1 }, "c"], pick: 2, new: 0 };
  assert.deepEqual(bothNamed(here, found, how),
    { why: "one\n\nand\ntwo", tags: ["a", { b: 1 }, "c"], pick: 2, only: true, new: 0 });
});

test("a name that every object has is nobody's answer", () => {
  assert.deepEqual(bothNamed({}, { toString: "x" }, { between: "", written: new Set() }), { toString: "x" });
});
