// An exercise in a notebook: its form, and the messages by which its answers reach the notebook's Python. Nothing is tried
// again on a clock: what waits is delivered once whenever somebody answers the form's "hello".

import { showForm } from "./exercise/form.js";
import { wording } from "./shared/dom.js";

const PATIENCE = 3000;
const PREVIEW_PATIENCE = 8000;

class NotebookCarrier {
  constructor(model, spec) {
    Object.assign(this, { model, words: wording(spec), known: null, late: false, trouble: "", marks: {} });
    Object.assign(this, { greeting: true, previews: new Map(), asked: 0 });
    this.receive = this.receive.bind(this);
  }

  open({ queue, bus, changed }) {
    Object.assign(this, { queue, bus, changed });
    this.model.on("msg:custom", this.receive);
    this.say({ type: "hello" });
  }

  close() {
    clearTimeout(this.timer);
    this.model.off("msg:custom", this.receive);
  }

  deliver({ id, revision, answers, shared }) {
    this.trouble = "";
    this.say({ type: "submit", id, revision, answers, shared });
  }

  reasonOf({ problem }) {
    return problem;
  }

  // Beside a notebook's forms there is no other place that shows it.
  isAside(name) {
    return name.startsWith("outbox/");
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
    if (message?.type === "preview") this.settlePreview(message.ask, message);
    if (message?.type !== "state") return;
    this.adopt(message);
    this.bus.tell({ what: "state", message });
    const greeted = this.greeting;
    this.greeting = false;
    const { pending } = this.queue;
    if (pending && greeted) this.deliver(pending);
    else if (pending && !this.trouble) this.wait();
    this.changed();
  }

  hear(detail) {
    if (detail.what === "state") this.adopt(detail.message);
    if (detail.what === "late") this.late = true;
  }

  // What the notebook says of the newest submission it has, and of one that it has just refused.
  adopt(message) {
    clearTimeout(this.timer);
    this.late = false;
    const { queue } = this;
    const { pending, known } = queue;
    if (message.problem) this.object(message.problem, pending);
    else if (message.id !== known.id) this.trouble = "";
    if (message.revision >= known.revision) this.known = { shared: {}, ...message };
    if (pending) this.compare(pending, message);
    // The form has just been opened: what was refused because of these answers has been told.
    else if (this.greeting && queue.newest?.revision <= message.revision) queue.outbox.settle(queue.newest);
  }

  object({ id, sentence, keep }, pending) {
    if (pending?.id === id && !keep) this.queue.outbox.refuse(pending, sentence);
    else if (pending?.id === id || (!pending && this.queue.newest?.id !== id)) this.trouble = sentence;
  }

  compare(pending, { id, revision }) {
    const { outbox, newest } = this.queue;
    if (id === pending.id) {
      // As it was written here: what comes back has been tidied, and would look like a change.
      Object.assign(this.known, { answers: pending.answers, shared: pending.shared });
      outbox.settle(pending);
    } else if (!newest.problem && revision >= pending.revision) outbox.refuse(pending, this.words("older"));
  }

  // A text as others would see it: { text, parts, version }, or { problem }: a sentence, or an empty one where no answer came.
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

  settlePreview(ask, found) {
    const waiting = this.previews.get(ask);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.previews.delete(ask);
    waiting.resolve(found);
  }
}

export function render({ model, el }) {
  const spec = model.get("spec");
  return showForm(spec, new NotebookCarrier(model, spec), el);
}

export default { render };
