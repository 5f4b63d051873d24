// How the connection is, for everything on the page that says so.

// A host that starts again is back within a moment; a line that flickers would only disquiet.
const GRACE = 1500;

export class Line {
  constructor(words) {
    Object.assign(this, { words, fault: "", said: "", shown: "", heard: new Set() });
  }

  // "said" is the host's own sentence, where it gave one.
  set(fault, said = "") {
    if (fault === this.fault && said === this.said) return;
    Object.assign(this, { fault, said });
    clearTimeout(this.timer);
    if (!fault || this.shown) this.show();
    else this.timer = setTimeout(() => this.show(), GRACE);
    for (const hear of this.heard) hear();
  }

  show() {
    this.shown = this.fault;
    for (const hear of this.heard) hear();
  }

  // What a form says of answers that wait here.
  get waiting() {
    return this.words(`waits_${this.fault || "sending"}`);
  }
}
