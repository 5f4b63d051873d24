// Submissions on their way: kept until the host has stored them, sent again by themselves, and never dropped.
// A refused one stays with its reason until newer answers to the same exercise have arrived.

import { ask, faultOf, pause } from "./net.js";

const TAKEN = [200, 201];
// What stands in the way of everything until the person joins or agrees; it passes, and nothing is lost.
const HELD = { 401: "unknown", 403: "agree" };

// What waits here, and what was received, has an id and answers; anything else cannot be sent.
export const isEntry = (value) => typeof value?.id === "string" && value.answers !== null && typeof value.answers === "object";

const byAge = (one, other) => one.at - other.at || one.revision - other.revision;

export class PostBox {
  constructor({ kept, line, words, changed, sentAgain }) {
    Object.assign(this, { kept, line, words, changed, sentAgain, attempt: 0, asked: 0, reconciled: false, held: "" });
    window.addEventListener("online", () => this.flush());
    window.addEventListener("storage", ({ key }) => key?.startsWith(`${kept.place}/`) && changed());
  }

  entries() {
    const names = this.kept.names().filter((name) => name.startsWith("outbox/"));
    return names.map((name) => this.kept.read(name, isEntry)).filter(Boolean).sort(byAge);
  }

  // The newest submission of an exercise that has not arrived; undefined where there is none.
  unsent(week, exercise) {
    return this.entries().findLast((entry) => entry.week === week && entry.exercise === exercise);
  }

  received(week, exercise) {
    return this.kept.read(`received/${week}/${exercise}`, isEntry);
  }

  put(entry) {
    const known = this.kept.read(`outbox/${entry.id}`);
    const fresh = { ...entry, at: known?.at ?? Date.now(), problem: "" };
    this.kept.write(`outbox/${entry.id}`, fresh);
    this.held = "";
    this.flush();
  }

  // This page belongs to a session that is over. What waits here is for the page of the next one.
  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  // Ask once more what the host has: another device of the same person may have sent something.
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

  // What the host has is looked up before anything is sent: answers may have come from another device meanwhile.
  // Null, or how long to wait.
  async reconcile() {
    if (this.reconciled && !this.entries().some(({ problem }) => !problem)) return null;
    this.asked = Date.now();
    const reply = await ask("GET", "/api/submissions/mine");
    if (reply.status !== 200) return this.later(reply);
    const there = reply.body.submissions ?? [];
    for (const receipt of there) this.keepReceipt(receipt);
    this.takeUp(new Set(there.map(({ id }) => id)));
    this.reconciled = true;
    this.settled();
    return null;
  }

  // An older copy of its answers may have been put back where the host is: what it had taken and has no more is on its
  // way again, with the proof that it was taken in time.
  takeUp(there) {
    for (const name of this.kept.names().filter((one) => one.startsWith("received/"))) {
      const had = this.kept.read(name, isEntry);
      if (!had || there.has(had.id)) continue;
      if (!this.kept.read(`outbox/${had.id}`)) {
        this.kept.write(`outbox/${had.id}`, { ...had, at: Date.now(), problem: "", again: true });
      }
      this.kept.forget(name);
    }
  }

  // The host may know more than it did, or was started again and knows less.
  lookAgain() {
    this.reconciled = false;
    this.flush();
  }

  keepReceipt({ id, week, exercise, revision, answers, shared, proof }) {
    const known = this.received(week, exercise);
    if (known && known.revision > revision) return;
    const elsewhere = known?.id === id ? known.elsewhere : !this.kept.read(`outbox/${id}`);
    this.kept.write(`received/${week}/${exercise}`, { id, week, exercise, revision, answers, shared, proof, elsewhere });
  }

  async deliverAll() {
    for (const entry of this.entries().filter(({ problem }) => !problem)) {
      const wait = this.overtaken(entry) ? null : await this.deliver(entry);
      if (wait !== null) return wait;
    }
    return null;
  }

  // Newer answers from another device stand; these are kept with the reason, for their owner to decide.
  overtaken(entry) {
    const known = this.received(entry.week, entry.exercise);
    if (!known || known.id === entry.id || known.revision < entry.revision) return false;
    this.refuse(entry, this.words("older"));
    return true;
  }

  async deliver(entry) {
    const { id, week, exercise, revision, answers, shared, session, proof } = entry;
    const reply = await ask("PUT", `/api/submissions/${id}`, { week, exercise, revision, answers, shared, session, proof });
    // It was on its way when another session began; the page of that one finds it here.
    if (this.stopped && !TAKEN.includes(reply.status)) return null;
    if (TAKEN.includes(reply.status)) this.arrived({ ...entry, proof: reply.body.proof });
    // The next state that opens the exercise sends it; the others need not wait for that.
    else if (reply.body.code === "not_open") this.kept.write(`outbox/${id}`, { ...entry, early: true });
    else if (faultOf(reply) || HELD[reply.status]) return this.later(reply);
    else this.refuse(entry, reply.body.say || this.words("refused", { status: reply.status }));
    this.settled();
    return null;
  }

  arrived(entry) {
    this.keepReceipt(entry);
    for (const other of this.entries()) {
      const before = other.week === entry.week && other.exercise === entry.exercise && other.revision <= entry.revision;
      if (before) this.kept.forget(`outbox/${other.id}`);
    }
    this.changed();
    if (entry.again) this.sentAgain();
  }

  drop(id) {
    this.kept.forget(`outbox/${id}`);
    this.changed();
  }

  refuse(entry, problem) {
    this.kept.write(`outbox/${entry.id}`, { ...entry, problem });
    this.changed();
  }

  settled() {
    this.attempt = 0;
    this.held = "";
    this.line.set("");
  }

  // How long to wait before the next attempt; null where waiting alone does not help.
  later(reply) {
    this.held = HELD[reply.status] ?? "";
    this.line.set(this.held || faultOf(reply) || "trouble", reply.body.say ?? "");
    this.changed();
    if (this.held) return null;
    this.attempt += 1;
    return pause(this.attempt, reply.wait);
  }
}
