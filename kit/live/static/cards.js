// What stands on "Now": one card, a line for each other thing that goes on, and what is over. It follows from the state
// of the session alone, so that a page that is loaded again shows the same.

/**
 * @typedef {{ exercises: string[], practices: string[], own: string[] }} Part what is done in a part of the session
 * @typedef {object} Standing
 * @property {string[]} open exercises that take answers, the newest first
 * @property {string[]} done those of them with nothing left to do
 * @property {string[]} closed exercises that take no more answers
 * @property {string[]} results exercises that have a result, the newest first
 * @property {Part | null} part where the session is; null before anybody has said so
 * @property {string} chosen the key of what somebody has asked for; empty where nobody has
 * @property {string} fresh the key of a result that has come in this part of the session
 */

/** @typedef {"exercise" | "result" | "practice"} CardKind */

/** @param {CardKind} kind @param {string} id */
export function keyOf(kind, id) {
  return `${kind}/${id}`;
}

/** @param {CardKind} kind @param {string[]} ids */
function keysOf(kind, ids) {
  return ids.map((id) => keyOf(kind, id));
}

/** @param {Standing} standing @returns {{ card: string, lines: string[], past: string[] }} */
export function arranged({ open, done, closed, results, part, chosen, fresh }) {
  const isHere = (/** @type {string} */ id) => !part || part.exercises.includes(id);
  const todo = keysOf("exercise", open.filter((id) => !done.includes(id)));
  const settled = keysOf("exercise", open.filter((id) => done.includes(id)));
  const shown = results.filter((id, at) => fresh === keyOf("result", id) || (part ? isHere(id) : at === 0));
  const group = keysOf("result", shown).sort((one, other) => Number(other === fresh) - Number(one === fresh));
  const over = closed.filter((id) => isHere(id) && !results.includes(id));
  const mine = part ? [...keysOf("practice", part.practices), ...keysOf("exercise", part.own)] : [];
  const now = [...todo, ...group, ...mine, ...settled, ...keysOf("exercise", over)];
  const first = todo[0] ?? group[0] ?? mine[0] ?? "";
  const card = now.includes(chosen) ? chosen : first;
  const all = [...keysOf("result", results), ...keysOf("exercise", closed)];
  return { card, lines: now.filter((key) => key !== card), past: all.filter((key) => !now.includes(key)) };
}
