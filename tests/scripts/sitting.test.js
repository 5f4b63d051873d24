import assert from "node:assert/strict";
import { test } from "node:test";

import { bellsAt, lineAt, lineBegins } from "../../kit/curriculum/practices/guided/sitting.js";

test("going to a line lands on that line and on no other", () => {
  for (const [count, total] of [[1, 300], [3, 100], [7, 271], [13, 480], [49, 1500]]) {
    for (const lengths of [Array(count).fill(1), Array.from({ length: count }, (_, at) => 3.1 + 7.3 * at)]) {
      for (let index = 0; index < count; index += 1) {
        assert.equal(lineAt(lengths, total, lineBegins(index, lengths, total)), index);
      }
    }
  }
  assert.equal(lineAt([], 300, 100), -1);
  assert.equal(lineAt([1, 1, 1], 300, 900), 2, "what has run over is at its last line");
});

test("bells ring at the beginning, in between as wished, and once at the end", () => {
  assert.deepEqual(bellsAt("minutes", [1, 1, 1], 150), [0, 60, 120, 150]);
  assert.deepEqual(bellsAt("steps", [1, 1, 1], 150), [0, 50, 100, 150]);
  assert.deepEqual(bellsAt("ends", [1, 1, 1], 150), [0, 150]);
  assert.deepEqual(bellsAt("steps", [], 150), [0, 150]);
  assert.deepEqual(bellsAt("none", [1, 1, 1], 150), []);
});

test("a line with a longer silence stays for longer, and its bell rings later", () => {
  assert.equal(lineAt([10, 80, 10], 200, 19), 0);
  assert.equal(lineAt([10, 80, 10], 200, 21), 1);
  assert.equal(lineAt([10, 80, 10], 200, 179), 1);
  assert.equal(lineAt([10, 80, 10], 200, 181), 2);
  assert.deepEqual(bellsAt("steps", [10, 80, 10], 200), [0, 20, 180, 200]);
});
