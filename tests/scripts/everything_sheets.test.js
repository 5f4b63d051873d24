import assert from "node:assert/strict";
import { test } from "node:test";

import { allFit, allMerged } from "../../kit/curriculum/practices/everything/sheets.js";
import { journalBlank, journalWith } from "../../kit/curriculum/practices/journal/entries.js";

const DAY = "2027-01-09";
const CALM = journalWith(journalBlank(), DAY, "felt", "calm", 1);
const TIRED = journalWith(journalBlank(), DAY, "felt", "tired", 5);
const JOURNAL = "practice/journal";
// As a browser may have them after a fault: half a day, a list, words where days should be.
const DAMAGED = [{ entries: { [DAY]: { felt: "half" } } }, { entries: [] }, { entries: "gone" }, { days: {} }];

test("what only one side has is taken over, and what both have in the same words stays", () => {
  const here = { [JOURNAL]: CALM, "week_03/check-in": { note: "mine" } };
  const found = { [JOURNAL]: CALM, "practice/letter": { text: "dear me" } };
  assert.deepEqual(allMerged(here, found, "x"), { all: { ...here, ...found }, left: [] });
});

test("two journals become one, with the words of both", () => {
  const { all, left } = allMerged({ [JOURNAL]: CALM }, { [JOURNAL]: TIRED }, "from the copy");
  assert.match(JSON.stringify(all), /tired.*from the copy.*calm/);
  assert.deepEqual(left, []);
});

test("a damaged sheet stays as it is found here, and the whole one of the copy is offered", () => {
  for (const damaged of DAMAGED) {
    const { all, left } = allMerged({ [JOURNAL]: damaged }, { [JOURNAL]: CALM }, "x");
    assert.deepEqual(all, { [JOURNAL]: damaged });
    assert.deepEqual(left, [{ name: JOURNAL, other: CALM }]);
  }
});

test("a damaged sheet of a copy takes the place of none that is whole", () => {
  for (const damaged of DAMAGED) {
    assert.deepEqual(allMerged({ [JOURNAL]: CALM }, { [JOURNAL]: damaged }, "x").all, { [JOURNAL]: CALM });
  }
});

test("a copy in which a known sheet is damaged is refused whole; of unknown ones nothing is asked but a name", () => {
  for (const damaged of DAMAGED) assert.ok(!allFit({ [JOURNAL]: damaged }));
  assert.ok(allFit({ [JOURNAL]: CALM, "week_03/check-in": { anything: [] } }));
  for (const odd of [null, [], { journal: CALM }, { "a/b/c": {} }, { "a/b": [] }, { "a/b": "text" }]) {
    assert.ok(!allFit(odd), JSON.stringify(odd));
  }
});

test("where nobody knows how two become one, the one here stays and the other is offered", () => {
  const here = { "week_03/check-in": { note: "mine" } };
  const found = { "week_03/check-in": { note: "the copy's" } };
  assert.deepEqual(allMerged(here, found, "x"), {
    all: here, left: [{ name: "week_03/check-in", other: found["week_03/check-in"] }],
  });
});
