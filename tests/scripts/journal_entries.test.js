import assert from "node:assert/strict";
import { test } from "node:test";

import {
  journalBlank, journalDays, journalFits, journalMerged, journalWith, journalWithout,
} from "../../kit/curriculum/practices/journal/entries.js";

const ONE = journalWith(journalBlank(), "2027-01-09", "felt", "calm", 1);

test("a day stands in the journal as long as there are words in it", () => {
  const two = journalWith(ONE, "2027-02-01", "did", "walked", 2);
  assert.deepEqual(journalDays(two), ["2027-02-01", "2027-01-09"]);
  assert.deepEqual(journalDays(journalWith(two, "2027-01-09", "felt", "  ", 3)), ["2027-02-01"]);
  assert.deepEqual(journalDays(journalWithout(two, "2027-02-01")), ["2027-01-09"]);
  assert.deepEqual(journalDays(two).length, 2, "nothing is changed in place");
});

test("only days of the calendar with all their parts fit", () => {
  assert.ok(journalFits(ONE));
  for (const odd of [null, [], {}, { entries: [] }, { entries: { soon: ONE.entries["2027-01-09"] } },
    { entries: { "2027-01-09": { felt: "calm", changed: 1 } } }]) assert.ok(!journalFits(odd), JSON.stringify(odd));
});

test("a copy adds its days, and of the same day both texts stay with the newer one first", () => {
  const tired = journalWith(journalBlank(), "2027-01-09", "felt", "tired", 5);
  const copy = journalWith(tired, "2027-03-01", "did", "sang", 6);
  const { entries } = journalMerged(ONE, copy, "from the copy");
  assert.deepEqual(Object.keys(entries).sort(), ["2027-01-09", "2027-03-01"]);
  assert.equal(entries["2027-01-09"].felt, "tired\n\nfrom the copy\ncalm");
  assert.equal(entries["2027-01-09"].changed, 5);
  assert.deepEqual(journalMerged(ONE, ONE, "x"), ONE);
});
