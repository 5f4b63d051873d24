// Days as people count them: by the calendar on their own wall, whatever the hour is elsewhere.

/** @type {Intl.DateTimeFormatOptions} */
const DAY_SHOWN = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const DAY = /^\d{4}-\d\d-\d\d$/;

export function localDay(moment = new Date()) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

// Noon, so that no change of clocks moves it to a neighbouring day. Null where there is no such day.
/** @param {unknown} day */
export function noonOf(day) {
  if (typeof day !== "string" || !DAY.test(day)) return null;
  const [year, month, date] = day.split("-").map(Number);
  const noon = new Date(year, month - 1, date, 12);
  return localDay(noon) === day ? noon : null;
}

/** @param {string} day */
function existing(day) {
  const noon = noonOf(day);
  if (noon === null) throw new RangeError(`${day} is no day of the calendar`);
  return noon;
}

/** @param {string} day */
export function dayWords(day) {
  const { lang } = document.documentElement;
  // Plain "en" would put the month first, which the kit's own sentences never do.
  return existing(day).toLocaleDateString(lang === "en" ? "en-GB" : lang || undefined, DAY_SHOWN);
}

/** @param {string} day @param {{ days?: number, months?: number }} by */
export function laterDay(day, { days = 0, months = 0 }) {
  const noon = existing(day);
  const wanted = new Date(noon.getFullYear(), noon.getMonth() + months, 1, 12);
  // Three months after 30 November is the last of February, and not a day in March.
  const last = new Date(wanted.getFullYear(), wanted.getMonth() + 1, 0).getDate();
  wanted.setDate(Math.min(noon.getDate(), last));
  wanted.setDate(wanted.getDate() + days);
  return localDay(wanted);
}
