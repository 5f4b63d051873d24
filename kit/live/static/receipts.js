// What the host is known to have of one person. What they answered is in the page's memory alone; the browser keeps a
// copy that only the host can open, so that it can be sent again to a host that has lost it, and after 30 days not even
// that. Drafts of what has arrived go too.

import { dropDraft } from "../../widgets/static/shared/drafts.js";
import { TextStorage, isObject, parsed } from "../../widgets/static/shared/storage.js";

export const KEPT = 30 * 24 * 60 * 60 * 1000;
const ANY_RECEIPT = /^kit\/.*\/received\/\d+\/[^/]+$/;

/** @param {unknown} value @returns {value is Live.Receipt} */
export function isReceipt(value) {
  if (!isObject(value)) return false;
  return typeof value.id === "string" && typeof value.week === "number" && typeof value.exercise === "string";
}

// Whether there is something that can be sent again. Up to version 0.1.0 a receipt held the answers themselves.
/** @param {Live.Receipt} receipt */
export function isWhole({ sealed, answers }) {
  return Boolean(sealed ?? answers);
}

/** @param {Live.Receipt} receipt @returns {Live.Receipt} */
export function emptied({ answers, sealed, proof, ...known }) {
  return known;
}

// What is older than 30 days is emptied, of whatever cohort and person; what bears no date is dated today. What cannot
// be read is left to whoever shows it.
export function age(now = Date.now()) {
  const texts = new TextStorage("localStorage");
  for (const key of texts.keys("kit/").filter((one) => ANY_RECEIPT.test(one))) {
    const receipt = parsed(texts.read(key) ?? "");
    if (!isReceipt(receipt)) continue;
    const { at = now } = receipt;
    const aged = now - at > KEPT ? emptied({ ...receipt, at }) : { ...receipt, at };
    texts.write(key, JSON.stringify(aged));
  }
}

export class Receipts {
  /** @param {Kit.Storage} storage */
  constructor(storage) {
    this.storage = storage;
    /** @type {Map<string, Kit.Answers>} */
    this.answers = new Map();
  }

  // The newest of an exercise, with its answers once the host has told them; null where there is none.
  /** @param {number} week @param {string} exercise @returns {Live.Receipt | null} */
  newest(week, exercise) {
    const receipt = this.storage.read(`received/${week}/${exercise}`, isReceipt);
    return receipt && { ...receipt, answers: this.answers.get(receipt.id) ?? receipt.answers };
  }

  /** @returns {Live.Receipt[]} */
  all() {
    const receipts = this.storage.names("received/").map((name) => this.storage.read(name, isReceipt));
    return receipts.filter((receipt) => receipt !== null);
  }

  // Without answers where only the host knows them.
  /** @param {Live.Receipt} sent @param {boolean} isOwn whether it was sent from this browser */
  keep({ id, week, exercise, revision, answers, shared, proof, sealed }, isOwn) {
    if (answers) this.answers.set(id, answers);
    const known = this.newest(week, exercise);
    if (known && known.revision > revision) return;
    const there = known?.id === id ? known : null;
    const at = there?.at ?? Date.now();
    const elsewhere = there ? there.elsewhere : !isOwn;
    // The same copy stays, so that windows do not tell each other of nothing new.
    const receipt = { id, week, exercise, revision, shared, proof, sealed: there?.sealed ?? sealed, elsewhere, at };
    this.write(Date.now() - at > KEPT ? emptied(receipt) : receipt);
    if (answers) dropDraft(this.storage, week, exercise, answers);
  }

  /** @param {Live.Receipt} receipt */
  write(receipt) {
    this.storage.write(`received/${receipt.week}/${receipt.exercise}`, receipt);
  }

  /** @param {Live.Receipt} receipt */
  forget({ week, exercise }) {
    this.storage.forget(`received/${week}/${exercise}`);
  }
}
