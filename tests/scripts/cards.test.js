import assert from "node:assert/strict";
import { test } from "node:test";

import { arranged } from "../../kit/live/static/cards.js";

const QUIET = { open: [], done: [], closed: [], results: [], part: null, chosen: "", fresh: "" };
const PART = { exercises: ["pulse"], practices: ["breath"], own: [] };

test("while nothing goes on there is no card", () => {
  assert.deepEqual(arranged(QUIET), { card: "", lines: [], past: [] });
  assert.equal(arranged({ ...QUIET, part: { exercises: [], practices: [], own: [] } }).card, "");
});

test("of several that are open the newest is the card, and each other one a line", () => {
  const { card, lines } = arranged({ ...QUIET, open: ["third", "second", "first"] });
  assert.equal(card, "exercise/third");
  assert.deepEqual(lines, ["exercise/second", "exercise/first"]);
});

test("what is done makes room for what is not", () => {
  const { card, lines } = arranged({ ...QUIET, open: ["new", "old"], done: ["new"] });
  assert.equal(card, "exercise/old");
  assert.deepEqual(lines, ["exercise/new"]);
});

test("an open exercise comes before a result, a result before a practice, and then nothing is left", () => {
  const all = { ...QUIET, open: ["pulse"], results: ["pulse"], part: PART };
  assert.equal(arranged(all).card, "exercise/pulse");
  assert.equal(arranged({ ...all, open: [], closed: ["pulse"] }).card, "result/pulse");
  assert.equal(arranged({ ...all, open: [], results: [] }).card, "practice/breath");
});

test("a result of an earlier part is over, unless it has just come", () => {
  const part = { exercises: [], practices: [], own: [] };
  const later = { ...QUIET, closed: ["pulse"], results: ["pulse"], part };
  assert.deepEqual(arranged(later), { card: "", lines: [], past: ["result/pulse", "exercise/pulse"] });
  assert.equal(arranged({ ...later, fresh: "result/pulse" }).card, "result/pulse");
});

test("where nobody says which part it is, the newest result is shown and the others are over", () => {
  const { card, past } = arranged({ ...QUIET, closed: ["a", "b"], results: ["b", "a"] });
  assert.equal(card, "result/b");
  assert.deepEqual(past, ["result/a", "exercise/a", "exercise/b"]);
});

test("what somebody asks for is the card for as long as it is there", () => {
  const asked = { ...QUIET, open: ["new", "old"], chosen: "exercise/old" };
  assert.equal(arranged(asked).card, "exercise/old");
  assert.equal(arranged({ ...asked, open: ["new"] }).card, "exercise/new");
});

test("what is written for oneself belongs to its part, and is never said to be over", () => {
  const part = { exercises: ["diary"], practices: [], own: ["diary"] };
  assert.equal(arranged({ ...QUIET, part }).card, "exercise/diary");
  assert.deepEqual(arranged(QUIET).past, []);
});

test("a closed exercise without a result says so in its part, and nowhere twice", () => {
  const { card, lines, past } = arranged({ ...QUIET, closed: ["pulse"], part: { ...PART, practices: [] } });
  assert.equal(card, "");
  assert.deepEqual([lines, past], [["exercise/pulse"], []]);
});
