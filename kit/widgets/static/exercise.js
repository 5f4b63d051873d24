// An exercise in a notebook: its form, and the messages by which its answers reach the notebook's Python. Nothing is
// tried again on a clock: what waits is delivered once whenever somebody answers the form's "hello", or says that what
// was held back can go now. From the notebook's Python they go on to the host by themselves.

import { showForm } from "./exercise/form.js";
import { given, wording } from "./shared/dom.js";
import { dropDraft } from "./shared/drafts.js";

const PATIENCE = 3000;
const PREVIEW_PATIENCE = 8000;

/**
 * @typedef {Kit.StateMessage | ({ type: "preview", ask: number } & Kit.Preview)} Message
 * @typedef {{ resolve: (found: Kit.Preview) => void, timer: ReturnType<typeof setTimeout> }} Awaited
 */

/** @implements {Kit.Carrier} */
class NotebookCarrier {
  /** @type {{ queue?: Kit.Queue, bus?: Kit.Bus }} */
  form = {};

  /** @param {Kit.Model<Kit.ExerciseSpec, Message>} model */
  constructor(model) {
    this.model = model;
    this.words = wording(model.get("spec"));
    /** @type {Kit.Known | null} */
    this.known = null;
    this.late = false;
    this.trouble = "";
    this.marks = {};
    // A text can be looked at as others would see it on a session's page, and where the notebook has joined one.
    this.shares = model.get("spec").place === "page";
    this.greeting = true;
    this.changed = () => {};
    /** @type {Map<number, Awaited>} */
    this.previews = new Map();
    this.asked = 0;
    this.receive = this.receive.bind(this);
  }

  get queue() {
    return given(this.form.queue);
  }

  get bus() {
    return given(this.form.bus);
  }

  /** @param {{ queue: Kit.Queue, bus: Kit.Bus, changed: () => void }} form */
  open({ queue, bus, changed }) {
    this.form = { queue, bus };
    this.changed = changed;
    this.model.on("msg:custom", this.receive);
    this.say({ type: "hello" });
  }

  close() {
    clearTimeout(this.timer);
    this.model.off("msg:custom", this.receive);
  }

  /** @param {Kit.Submission} submission */
  deliver({ id, revision, answers, shared }) {
    this.trouble = "";
    this.say({ type: "submit", id, revision, answers, shared });
  }

  /** @param {Kit.Entry} entry */
  reasonOf({ problem }) {
    return problem;
  }

  // Beside a notebook's forms there is no other place that shows it.
  /** @param {string} name */
  isAside(name) {
    return name.startsWith("outbox/");
  }

  // The clock starts before sending: with a dead kernel model.send may throw, or do nothing at all.
  /** @param {Kit.Named} message */
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

  /** @param {Message | undefined} message */
  receive(message) {
    if (message?.type === "preview") this.settlePreview(message.ask, message);
    if (message?.type !== "state") return;
    this.adopt(message);
    this.bus.tell({ what: "state", message });
    const greeted = this.greeting;
    this.greeting = false;
    const { pending } = this.queue;
    if (pending && (greeted || message.ready)) this.deliver(pending);
    else if (pending && !this.trouble) this.wait();
    this.changed();
  }

  /** @param {Kit.Told} detail */
  hear(detail) {
    if (detail.what === "state") this.adopt(detail.message);
    if (detail.what === "late") this.late = true;
  }

  // What the notebook says of the newest submission it has, and of one that it has just refused.
  /** @param {Kit.StateMessage} message */
  adopt(message) {
    clearTimeout(this.timer);
    this.late = false;
    this.shares = message.shares ?? this.shares;
    const { queue } = this;
    const { pending, known, newest } = queue;
    if (message.problem) this.object(message.problem, pending);
    else if (message.id !== known.id) this.trouble = "";
    if (message.revision >= known.revision) this.known = { ...message };
    // What has arrived is fetched from there; a draft of it would stay in this browser for good.
    const { week, exercise, outbox } = queue;
    if (message.state === "received" && message.answers) dropDraft(outbox.storage, week, exercise, message.answers);
    if (pending) this.compare(pending, message);
    // The form has just been opened: what was refused because of these answers has been told.
    else if (this.greeting && newest && newest.revision <= message.revision) queue.outbox.settle(newest);
  }

  /** @param {{ id: string | null, sentence: string, keep: boolean }} problem @param {Kit.Entry | null} pending */
  object({ id, sentence, keep }, pending) {
    if (pending?.id === id && !keep) this.queue.outbox.refuse(pending, sentence);
    else if (pending?.id === id || (!pending && this.queue.newest?.id !== id)) this.trouble = sentence;
  }

  /** @param {Kit.Entry} pending @param {Kit.StateMessage} message */
  compare(pending, { id, revision }) {
    const { outbox, newest } = this.queue;
    if (id === pending.id) {
      // As it was written here: what comes back has been tidied, and would look like a change.
      if (this.known) Object.assign(this.known, { answers: pending.answers, shared: pending.shared });
      outbox.settle(pending);
    } else if (!newest?.problem && revision >= pending.revision) outbox.refuse(pending, this.words("older"));
  }

  /** @param {string} item @param {string} text @returns {Promise<Kit.Preview>} */
  preview(item, text) {
    this.asked += 1;
    const ask = this.asked;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.settlePreview(ask, { problem: "" }), PREVIEW_PATIENCE);
      this.previews.set(ask, { resolve, timer });
      try {
        this.model.send({ type: "preview", ask, item, text });
      } catch {
        // A dead kernel is told just as silence is, beside the text.
        this.settlePreview(ask, { problem: "" });
      }
    });
  }

  /** @param {number} ask @param {Kit.Preview} found */
  settlePreview(ask, found) {
    const waiting = this.previews.get(ask);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.previews.delete(ask);
    waiting.resolve(found);
  }
}

/** @param {Kit.Rendering<Kit.ExerciseSpec, Message>} rendering */
export function render({ model, el }) {
  return showForm(model.get("spec"), new NotebookCarrier(model), el);
}

export default { render };
