// Sending and being acknowledged. What is sent is first kept in the browser as "pending" and leaves it only
// when its id comes back. This part never tries again by itself on a clock: it delivers what is pending
// once whenever somebody answers its "hello", and whoever stands behind model.send does the rest.

import { makeUuid, same } from "./dom.js";

const PATIENCE = 3000;
const NOTHING_SENT = { id: null, revision: 0, state: "none", sentence: "", answers: null, shared: {}, closed: false };

export class Outbox {
  constructor({ model, kept, bus, words, changed }) {
    Object.assign(this, { model, kept, bus, words, changed });
    this.known = NOTHING_SENT;
    this.problem = "";
    this.late = false;
    this.greeting = false;
    this.receive = this.receive.bind(this);
  }

  open() {
    this.bus.listen((detail) => this.hear(detail));
    this.model.on("msg:custom", this.receive);
    this.greeting = true;
    this.say({ type: "hello" });
  }

  close() {
    clearTimeout(this.timer);
    this.bus.stop();
    this.model.off("msg:custom", this.receive);
  }

  get pending() {
    return this.kept.read("pending");
  }

  // The answers that were last sent from here; null where nothing was, or where all was taken back.
  get sent() {
    const { answers } = this.known;
    return answers && Object.keys(answers).length ? answers : null;
  }

  send(answers, shared) {
    const before = this.pending;
    this.problem = "";
    if (!before || !same([before.answers, before.shared], [answers, shared])) {
      const revision = Math.max(this.known.revision, before ? before.revision : 0) + 1;
      this.kept.write("pending", { id: makeUuid(), revision, answers, shared });
      this.bus.tell({ what: "kept" });
    }
    this.deliver();
    this.changed();
  }

  deliver() {
    const { pending } = this;
    if (!pending) return;
    const { id, revision, answers, shared } = pending;
    this.say({ type: "submit", id, revision, answers, shared });
  }

  // The clock starts before sending: with a dead kernel model.send may throw, or do nothing at all.
  say(message) {
    this.wait();
    try {
      this.model.send(message);
    } catch {
      // A dead kernel is told just as silence is.
      clearTimeout(this.timer);
      this.beLate();
    }
  }

  wait() {
    clearTimeout(this.timer);
    this.late = false;
    this.timer = setTimeout(() => this.beLate(), PATIENCE);
  }

  beLate() {
    this.late = true;
    this.bus.tell({ what: "late" });
    this.changed();
  }

  receive(message) {
    if (!message || message.type !== "state") return;
    this.adopt(message);
    this.bus.tell({ what: "state", message });
    const greeted = this.greeting;
    this.greeting = false;
    if (this.pending && greeted) this.deliver();
    else if (this.pending && !this.problem) this.wait();
    this.changed();
  }

  hear(detail) {
    if (detail.what === "state") this.adopt(detail.message);
    if (detail.what === "late") this.late = true;
    this.changed();
  }

  adopt(message) {
    const { pending } = this;
    const refused = message.problem;
    const overtaken = pending && message.id !== pending.id && message.revision >= pending.revision;
    if (refused) this.problem = !pending || pending.id === refused.id ? refused.sentence : this.problem;
    else if (overtaken) this.problem = this.words("older");
    else if (message.id !== this.known.id) this.problem = "";
    if (message.revision >= this.known.revision) this.known = { ...NOTHING_SENT, ...message };
    // As it was written here: what comes back has been tidied, and would look like a change.
    if (pending && message.id === pending.id) Object.assign(this.known, { answers: pending.answers, shared: pending.shared });
    const givenUp = pending && refused && refused.id === pending.id && !refused.keep;
    if (pending && (message.revision >= pending.revision || givenUp)) this.kept.forget("pending");
    clearTimeout(this.timer);
    this.late = false;
  }

  // Where the answers are now, as the name of a state and a sentence.
  standing() {
    const { known, pending, late, words } = this;
    if (this.problem && !known.closed) return { state: "problem", sentence: this.problem };
    const state = this.stateName(known, pending, late);
    return { state, sentence: known.sentence && state === known.state ? known.sentence : words(`says_${state}`) };
  }

  stateName(known, pending, late) {
    if (known.closed) return "closed";
    if (pending) return late ? "not_sent" : "sending";
    if (late) return "no_answer";
    return known.answers && !this.sent && known.state !== "problem" ? "taken_back" : known.state;
  }
}
