import assert from "node:assert/strict";
import { test } from "node:test";

import { calendarFile } from "../../kit/widgets/static/shared/calendar.js";

const NOW = new Date(Date.UTC(2027, 0, 2, 3, 4, 5));

const linesOf = (title, date = "2027-12-31") => calendarFile({ date, title, uid: "u", now: NOW })?.split("\r\n");

test("a day is whole: it ends where the next one begins, also at the end of a year", () => {
  const lines = linesOf("Read");
  assert.ok(lines.includes("DTSTART;VALUE=DATE:20271231"));
  assert.ok(lines.includes("DTEND;VALUE=DATE:20280101"));
  assert.ok(lines.includes("DTSTAMP:20270102T030405Z"));
});

test("a day that does not exist makes no file", () => {
  assert.equal(linesOf("Read", "2027-02-30"), undefined);
  assert.equal(linesOf("Read", "31.12.2027"), undefined);
});

test("a title cannot add a line, and signs with a meaning stand for themselves", () => {
  assert.ok(linesOf("a\r\nEND:VEVENT; b, c\\d\u0007e").includes("SUMMARY:a\\nEND:VEVENT\\; b\\, c\\\\d e"));
  assert.equal(linesOf("a\u0000b\u007f").filter((line) => /\p{Cc}/u.test(line)).length, 0);
});

test("a long line is folded within 75 octets, and a letter of several stays whole", () => {
  const lines = linesOf("é💚".repeat(40));
  for (const line of lines) assert.ok(new TextEncoder().encode(line).length <= 75, line);
  assert.ok(lines.join("\n").replaceAll("\n ", "").includes("é💚".repeat(40)));
});
