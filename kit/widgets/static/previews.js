// Asking for a text to be masked, over the same wire as everything else. Nothing of it is kept on the other side.

const PREVIEW_PATIENCE = 8000;

export class Previews {
  constructor(model) {
    Object.assign(this, { model, waiting: new Map(), asked: 0 });
    this.receive = this.receive.bind(this);
    model.on("msg:custom", this.receive);
  }

  // { text, parts, version }, or { problem }: a sentence, or an empty one where no answer came.
  ask(item, text) {
    this.asked += 1;
    const ask = this.asked;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.settle(ask, { problem: "" }), PREVIEW_PATIENCE);
      this.waiting.set(ask, { resolve, timer });
      try {
        this.model.send({ type: "preview", ask, item, text });
      } catch {
        // A dead kernel is told just as silence is, beside the text.
        this.settle(ask, { problem: "" });
      }
    });
  }

  receive(message) {
    if (message?.type === "preview") this.settle(message.ask, message);
  }

  settle(ask, found) {
    const waiting = this.waiting.get(ask);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.waiting.delete(ask);
    waiting.resolve(found);
  }

  close() {
    this.model.off("msg:custom", this.receive);
  }
}
