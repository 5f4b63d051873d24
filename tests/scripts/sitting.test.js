import assert from "node:assert/strict";
import { test } from "node:test";

import { bellsAt, lineAt, lineBegins } from "../../kit/curriculum/practices/guided/sitting.js";

test("going to a line lands on that line and on no other", () => {
  for (const [count, total] of [[1, 300], [3, 100], [7, 271], [13, 480], [49, 1500]]) {
    for (let index = 0; index < count; index += 1) {
      assert.equal(lineAt(count, total, lineBegins(index, count, total)), index);
    }
  }
  assert.equal(lineAt(0, 300, 100), -1);
  assert.equal(lineAt(3, 300, 900), 2, "what has run over is at its last line");
});

test("bells ring at the beginning, in between as wished, and once at the end", () => {
  assert.deepEqual(bellsAt("minutes", 3, 150), [0, 60, 120, 150]);
  assert.deepEqual(bellsAt("steps", 3, 150), [0, 50, 100, 150]);
  assert.deepEqual(bellsAt("ends", 3, 150), [0, 150]);
  assert.deepEqual(bellsAt("steps", 0, 150), [0, 150]);
  assert.deepEqual(bellsAt("none", 3, 150), []);
});
