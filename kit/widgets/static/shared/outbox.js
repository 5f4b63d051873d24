// Submissions on their way. Each is kept in the browser under its own id until whoever stores answers has acknowledged
// it; one that was refused stays with the reason until newer answers to the same exercise have arrived. The id makes
// it harmless to send one twice, from two windows or after a reply that was lost.

import { makeUuid, same } from "./dom.js";
import { isObject } from "./storage.js";

// What waits here, and what was received, has an id and answers; anything else cannot be sent.
/** @param {unknown} value @returns {value is Kit.Entry} */
export function isEntry(value) {
  return isObject(value) && typeof value.id === "string" && isObject(value.answers);
}

export class Outbox {
  /** @param {Kit.Storage} storage */
  constructor(storage) {
    this.storage = storage;
  }

  // All that wait or were refused, the oldest first.
  entries() {
    const entries = this.storage.names("outbox/").map((name) => this.storage.read(name, isEntry));
    const readable = entries.filter((entry) => entry !== null);
    return readable.sort((one, other) => one.at - other.at || one.revision - other.revision);
  }

  /** @param {string | null} key */
  holds(key) {
    return Boolean(key?.startsWith(this.storage.key("outbox/")));
  }

  // The newest of an exercise; undefined where there is none.
  /** @param {number} week @param {string} exercise */
  newest(week, exercise) {
    return this.entries().findLast((entry) => entry.week === week && entry.exercise === exercise);
  }

  /** @param {string} id */
  has(id) {
    return this.storage.read(`outbox/${id}`, isEntry) !== null;
  }

  /** @param {Kit.Submission} submission */
  put(submission) {
    this.change({ ...submission, at: Date.now(), problem: "" });
  }

  /** @param {Kit.Entry} entry @param {Partial<Kit.Entry>} values */
  change(entry, values = {}) {
    this.storage.write(`outbox/${entry.id}`, { ...entry, ...values });
  }

  /** @param {Kit.Entry} entry @param {string} problem */
  refuse(entry, problem) {
    this.change(entry, { problem });
  }

  /** @param {string} id */
  drop(id) {
    this.storage.forget(`outbox/${id}`);
  }

  // It has arrived, and so it goes, with whatever it replaces.
  /** @param {Kit.Submission} submission */
  settle({ id, week, exercise, revision }) {
    this.drop(id);
    const others = this.entries().filter((entry) => entry.week === week && entry.exercise === exercise);
    for (const entry of others) if (entry.revision <= revision) this.drop(entry.id);
  }
}

/** @type {Kit.Known} */
const NOTHING_SENT = { id: null, revision: 0, state: "none", sentence: "", answers: null, shared: {}, closed: false };

// The outbox of one exercise, and in words where its answers are. The carrier takes a submission to whoever stores
// answers and knows what is there: a notebook's by messages (exercise.js), the live page's by requests
// (kit/live/static/places.js).
export class ExerciseOutbox {
  /** @param {{ outbox: Outbox, carrier: Kit.Carrier, week: number, exercise: string, words: Kit.Words }} about */
  constructor({ outbox, carrier, week, exercise, words }) {
    this.outbox = outbox;
    this.carrier = carrier;
    this.week = week;
    this.exercise = exercise;
    this.words = words;
  }

  get newest() {
    return this.outbox.newest(this.week, this.exercise);
  }

  get known() {
    return this.carrier.known ?? NOTHING_SENT;
  }

  // What is on its way and nobody has acknowledged; null where there is none.
  get pending() {
    const { newest, known } = this;
    return newest && !newest.problem && newest.id !== known.id ? newest : null;
  }

  // The answers that were last sent from here; null where nothing was, or where all was taken back.
  get sent() {
    const { answers } = this.known;
    return answers && Object.keys(answers).length ? answers : null;
  }

  // The same once more is the same submission.
  /** @param {Kit.Answers} answers @param {Kit.Agreements} shared */
  send(answers, shared) {
    const { newest } = this;
    const isReadable = newest && !newest.problem && !newest.sealed;
    const waits = isReadable && same([newest.answers, newest.shared], [answers, shared]);
    this.carrier.deliver(waits ? newest : this.made(answers, shared));
  }

  /** @param {Kit.Answers} answers @param {Kit.Agreements} shared */
  made(answers, shared) {
    const { week, exercise } = this;
    const revision = Math.max(this.known.revision, this.newest?.revision ?? 0) + 1;
    const submission = { id: makeUuid(), week, exercise, revision, answers, shared, ...this.carrier.marks };
    this.outbox.put(submission);
    return submission;
  }

  // What a form of version 0.1.0 kept as "pending" waits in the outbox from now on.
  /** @param {Kit.Keeper} kept */
  takeOver(kept) {
    const before = kept.read("pending", isEntry);
    if (!before) return;
    const { week, exercise } = this;
    if (!this.outbox.has(before.id)) this.outbox.put({ ...before, week, exercise });
    kept.forget("pending");
  }

  // Where the answers are now, as the name of a state and a sentence.
  standing() {
    const { known, newest, pending, carrier, words } = this;
    const problem = newest?.problem ? carrier.reasonOf(newest) : carrier.trouble;
    if (problem && !known.closed) return { state: "problem", sentence: problem };
    const state = this.stateName(known, pending, carrier.late);
    return { state, sentence: known.sentence && state === known.state ? known.sentence : words(`says_${state}`) };
  }

  /** @param {Kit.Known} known @param {Kit.Submission | null} pending @param {boolean} late */
  stateName(known, pending, late) {
    if (known.closed) return "closed";
    if (pending) return late ? "not_sent" : "sending";
    if (late) return "no_answer";
    return known.answers && !this.sent && known.state !== "problem" ? "taken_back" : known.state;
  }
}
