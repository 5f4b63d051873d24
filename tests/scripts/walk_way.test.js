import assert from "node:assert/strict";
import { test } from "node:test";

import { ownLines, walkBlank, walkFits, walkMerged, wayThrough } from "../../kit/curriculum/practices/walk/way.js";

const STORY = {
  scenes: [
    { id: "a", turns: [{ id: "stay", to: "b" }, { id: "go", to: "end" }] },
    { id: "b", turns: [{ id: "on", to: "end" }] },
  ],
  endings: [{ id: "end" }],
};

test("a way is followed as far as the story still has it", () => {
  const { way, here } = wayThrough(STORY, ["stay", "on"]);
  assert.deepEqual([way.map(({ turn }) => turn.id), here.id], [["stay", "on"], "end"]);
  assert.equal(wayThrough(STORY, ["stay", "gone", "on"]).here.id, "b");
  assert.equal(wayThrough(STORY, []).here.id, "a");
});

test("only texts and ways fit", () => {
  assert.ok(walkFits({ ...walkBlank(), pause: "I", ways: { a: ["go"] } }));
  assert.ok(!walkFits({ ...walkBlank(), ways: { a: "go" } }));
  assert.ok(!walkFits({ ...walkBlank(), act: 3 }));
  assert.ok(!walkFits(null));
});

test("a copy takes a story's way along whole, and keeps the thoughts of both", () => {
  const here = { ...walkBlank(), thoughts: { a: "mine" }, ways: { a: ["go"], b: ["x"] } };
  const copy = { ...walkBlank(), thoughts: { a: "earlier" }, ways: { a: ["stay"] } };
  const merged = walkMerged(here, copy, { between: "and", written: new Set() });
  assert.deepEqual(merged.ways, { a: ["stay"], b: ["x"] });
  assert.deepEqual(merged.thoughts, { a: "mine\n\nand\nearlier" });
});

test("what was written stands under its step, and a step without words is left out", () => {
  const words = (name) => `<${name}>`;
  const steps = [{ id: "pause", title: "Pause" }, { id: "assess", title: "Assess" }, { id: "act", title: "Act" }];
  assert.deepEqual(ownLines({ mine: "time", not_mine: "fear", kind: "ask" }, steps, words),
    ["Assess", "<note_mine> time", "<note_not_mine> fear", "Act", "<kind_ask>"]);
});
