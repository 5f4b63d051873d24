// A calendar file (RFC 5545) with one day in it, made in the browser, so that nobody else hears of the day.

const CALENDAR_OCTETS = 75;

// "date" is year-month-day and "title" is what others may see in a shared calendar; "uid" makes the day known again
// when the file is opened twice, and "now" is a Date. Null where there is no such date.
/** @param {{ date: string, title: string, uid: string, now: Date }} day */
export function calendarFile({ date, title, uid, now }) {
  const day = calendarDay(date);
  if (day === null) return null;
  const next = new Date(day.getTime() + 24 * 60 * 60 * 1000);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Session calendar//EN",
    "BEGIN:VEVENT",
    `UID:${calendarText(uid)}`,
    `DTSTAMP:${calendarStamp(now)}`,
    `DTSTART;VALUE=DATE:${calendarStamp(day).slice(0, 8)}`,
    `DTEND;VALUE=DATE:${calendarStamp(next).slice(0, 8)}`,
    `SUMMARY:${calendarText(title)}`,
    // Nobody is kept from meeting on that day, and who shares the calendar sees as little as their program allows.
    "TRANSP:TRANSPARENT",
    "CLASS:PRIVATE",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${calendarFold(line)}\r\n`).join("");
}

// Midnight UTC of a date that exists, or null. Date itself takes 30 February for 2 March.
/** @param {string} date */
function calendarDay(date) {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  if (!found) return null;
  const day = new Date(0);
  day.setUTCFullYear(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
  return day.toISOString().slice(0, 10) === date ? day : null;
}

/** @param {Date} moment */
function calendarStamp(moment) {
  return `${moment.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}

/** @param {string} words */
function calendarText(words) {
  const plain = words.replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\n]/gu, " ");
  return plain.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\n/g, "\\n");
}

// A line has at most 75 octets, and a character of several octets stays in one piece.
/** @param {string} line */
function calendarFold(line) {
  const size = (/** @type {string} */ text) => new TextEncoder().encode(text).length;
  let [folded, octets] = ["", 0];
  for (const sign of line) {
    if (octets + size(sign) > CALENDAR_OCTETS) [folded, octets] = [`${folded}\r\n `, 1];
    folded += sign;
    octets += size(sign);
  }
  return folded;
}
