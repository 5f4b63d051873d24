// Taking to the host what waits in the outbox: by itself, again and again until it is stored, and never dropped.

import { ask, faultOf, pause } from "./net.js";
import { Receipts, age, isWhole } from "./receipts.js";

const TAKEN = [200, 201];
// What stands in the way of everything until the person joins or agrees; it passes, and nothing is lost.
/** @type {{ [status: number]: Live.Fault }} */
const HELD = { 401: "unknown", 403: "agree" };

export class Delivery {
  /**
   * @param {object} about
   * @param {import("../../widgets/static/shared/outbox.js").Outbox} about.outbox
   * @param {import("./connection.js").Line} about.line
   * @param {Kit.Words} about.words
   * @param {() => void} about.changed
   * @param {() => void} about.sentAgain what was sent was sent before, and lost at the host
   */
  constructor({ outbox, line, words, changed, sentAgain }) {
    this.outbox = outbox;
    this.storage = outbox.storage;
    this.receipts = new Receipts(outbox.storage);
    this.line = line;
    this.words = words;
    this.changed = changed;
    this.sentAgain = sentAgain;
    this.attempt = 0;
    this.asked = 0;
    this.reconciled = false;
    this.hasLooked = false;
    this.busy = false;
    this.again = false;
    this.stopped = false;
    /** @type {Live.Fault} */
    this.held = "";
    window.addEventListener("online", () => this.flush());
    window.addEventListener("storage", ({ key }) => this.hear(key));
    age();
  }

  // The newest of an exercise that the host is known to have; null where there is none.
  /** @param {number} week @param {string} exercise */
  received(week, exercise) {
    return this.receipts.newest(week, exercise);
  }

  // What was answered in an entry of the outbox; null where only the host can tell.
  /** @param {Kit.Entry} entry */
  answersOf({ id, answers, sealed }) {
    return sealed ? this.receipts.answers.get(id) ?? null : answers;
  }

  // Another window wrote something. What it sent is known there; here it is asked for.
  /** @param {string | null} key */
  hear(key) {
    if (!key?.startsWith(this.storage.key(""))) return;
    this.changed();
    if (key.startsWith(this.storage.key("received/")) && this.hasLooked) this.lookAgain();
  }

  // Something new waits in the outbox.
  start() {
    this.held = "";
    this.flush();
  }

  // This page belongs to a session that is over. What waits here is for the page of the next one.
  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  // Ask once more what the host has: another device of the same person may have sent something.
  /** @param {number} believed */
  look(believed) {
    if (!this.busy && Date.now() - this.asked >= believed) this.lookAgain();
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.stopped) return;
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    let wait = await this.reconcile();
    if (wait === null) wait = await this.deliverAll();
    this.busy = false;
    this.changed();
    if (this.again) {
      this.again = false;
      this.flush();
    } else if (wait !== null) this.timer = setTimeout(() => this.flush(), wait);
  }

  get waiting() {
    return this.outbox.entries().filter(({ problem }) => !problem);
  }

  // What the host has is looked up before anything is sent: answers may have come from another device meanwhile.
  // Null, or how long to wait.
  /** @returns {Promise<number | null>} */
  async reconcile() {
    if (this.reconciled && !this.waiting.length) return null;
    this.asked = Date.now();
    const reply = await ask("GET", "/api/submissions/mine");
    if (reply.status !== 200) return this.later(reply);
    const there = reply.body.submissions ?? [];
    for (const sent of there) this.receipts.keep(sent, this.outbox.has(sent.id));
    this.takeUp(new Set(there.map(({ id }) => id)));
    this.reconciled = this.hasLooked = true;
    this.settled();
    return null;
  }

  // An older copy of its answers may have been put back where the host is: what it had taken and has no more is on its
  // way again, sealed as it was given back, with the proof that it was taken in time.
  /** @param {Set<string>} there */
  takeUp(there) {
    for (const had of this.receipts.all().filter(({ id }) => !there.has(id))) {
      const { answers = {} } = had;
      if (isWhole(had) && !this.outbox.has(had.id)) this.outbox.put({ ...had, answers, again: true });
      this.receipts.forget(had);
    }
  }

  // The host may know more than it did, or was started again and knows less.
  lookAgain() {
    this.reconciled = false;
    this.flush();
  }

  async deliverAll() {
    for (const entry of this.waiting) {
      const wait = this.overtaken(entry) ? null : await this.deliver(entry);
      if (wait !== null) return wait;
    }
    return null;
  }

  // Newer answers from another device stand; these are kept with the reason, for their owner to decide.
  /** @param {Kit.Entry} entry */
  overtaken(entry) {
    const known = this.received(entry.week, entry.exercise);
    if (!known || known.id === entry.id || known.revision < entry.revision) return false;
    this.refuse(entry, this.words("older"));
    return true;
  }

  /** @param {Kit.Entry} entry */
  async deliver(entry) {
    const { id, week, exercise, revision, answers, sealed, shared, session, proof } = entry;
    const said = sealed ? { sealed } : { answers };
    const sent = { week, exercise, revision, ...said, shared, session, proof };
    const reply = await ask("PUT", `/api/submissions/${id}`, sent);
    // It was on its way when another session began; the page of that one finds it here.
    if (this.stopped && !TAKEN.includes(reply.status)) return null;
    if (TAKEN.includes(reply.status)) this.arrived(entry, reply.body);
    // The next state that opens the exercise sends it; the others need not wait for that.
    else if (reply.body.code === "not_open") this.outbox.change(entry, { early: true });
    else if (faultOf(reply) || HELD[reply.status]) return this.later(reply);
    else this.refuse(entry, reply.body.say || this.words("refused", { status: reply.status }));
    this.settled();
    return null;
  }

  /** @param {Kit.Submission} entry @param {Live.Body} body */
  arrived(entry, { proof, sealed }) {
    this.receipts.keep({ ...entry, answers: entry.sealed ? undefined : entry.answers, proof, sealed }, true);
    this.outbox.settle(entry);
    // Of what was sent sealed the host alone knows the answers.
    if (entry.sealed) this.lookAgain();
    this.changed();
    if (entry.again) this.sentAgain();
  }

  /** @param {string} id */
  drop(id) {
    this.outbox.drop(id);
    this.changed();
  }

  /** @param {Kit.Entry} entry @param {string} problem */
  refuse(entry, problem) {
    this.outbox.refuse(entry, problem);
    this.changed();
  }

  settled() {
    this.attempt = 0;
    this.held = "";
    this.line.set("");
  }

  // How long to wait before the next attempt; null where waiting alone does not help.
  /** @param {Live.Reply} reply */
  later(reply) {
    this.held = HELD[reply.status] ?? "";
    this.line.set(this.held || faultOf(reply) || "trouble", reply.body.say ?? "");
    this.changed();
    if (this.held) return null;
    this.attempt += 1;
    return pause(this.attempt, reply.wait);
  }
}
