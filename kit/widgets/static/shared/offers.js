// What of an item's options a kept answer names. An option that has an id was kept, before it had one, by its words; a
// point of a scale by its place, counted from 1.

/** @template {Kit.Offer} O @param {O[]} options @param {unknown} kept @returns {O | undefined} */
export function offerOf(options, kept) {
  const exact = options.find(({ value }) => value === kept);
  if (exact || typeof options[0].value !== "string") return exact;
  return typeof kept === "number" ? options[kept - 1] : options.find(({ label }) => label === kept);
}

// All of them, undefined where one of them is none of the options.
/** @template {Kit.Offer} O @param {O[]} options @param {unknown} kept @returns {O[] | undefined} */
export function offersOf(options, kept) {
  if (!Array.isArray(kept)) return undefined;
  const found = kept.map((one) => offerOf(options, one)).filter((offer) => offer !== undefined);
  return found.length === kept.length && new Set(found).size === kept.length ? found : undefined;
}
