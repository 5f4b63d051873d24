import assert from "node:assert/strict";
import { test } from "node:test";

import { copyText, readCopy } from "../../kit/widgets/static/shared/copy_text.js";

const SUBJECT = { of: { practice: "letter" }, title: "A letter", words: (name) => `[${name}]`, by: () => "mark" };
const COPY = copyText(SUBJECT, ["told"], { answers: { text: "ä\n#kit-private-copy 1\n{}" } });

test("what is saved comes back, whatever was written", () => {
  const answers = { text: "ä\n#kit-private-copy 1\n{}" };
  assert.deepEqual(readCopy(COPY, SUBJECT), { by: "mark", answers, locked: undefined });
  assert.deepEqual(readCopy(COPY.replaceAll("\n", "\r\n"), SUBJECT).by, "mark");
});

test("a copy pasted into what is told is not taken for the copy itself", () => {
  const pasted = copyText(SUBJECT, COPY.split("\n"), { answers: { text: "newer" } });
  assert.deepEqual(readCopy(pasted, SUBJECT).answers, { text: "newer" });
});

test("a file cut short, changed, of something else or of nothing is each told apart", () => {
  assert.equal(readCopy(COPY.slice(0, -20), SUBJECT).problem, "copy_damaged");
  assert.equal(readCopy(COPY.replace("ä", "ö"), SUBJECT).problem, "copy_damaged");
  assert.equal(readCopy(COPY, { of: { practice: "journal" } }).problem, "copy_other");
  assert.equal(readCopy("a letter", SUBJECT).problem, "copy_foreign");
  assert.equal(readCopy("#kit-private-copy 1\nnull", SUBJECT).problem, "copy_damaged");
});
