// What the browser keeps: drafts, private answers, a submission that is not acknowledged yet, and settings.

// Where localStorage is full or refused, all copies on the page share this memory instead.
const KEPT_IN_MEMORY = (window[Symbol.for("kit.kept")] ??= new Map());
const KEPT_KINDS = ["draft", "private", "pending", "settings"];

class Keeper {
  constructor({ cohort, participant, week, exercise }) {
    this.address = (kind) => ["kit", cohort, participant, kind, week, exercise.id].join("/");
    this.topic = this.address("topic");
  }

  holds(key) {
    return KEPT_KINDS.some((kind) => this.address(kind) === key);
  }

  read(kind) {
    const key = this.address(kind);
    try {
      return JSON.parse(KEPT_IN_MEMORY.get(key) ?? window.localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  // False when the browser would lose it with the page, so that the form can say so.
  write(kind, value) {
    const key = this.address(kind);
    const text = JSON.stringify(value);
    try {
      window.localStorage.setItem(key, text);
      KEPT_IN_MEMORY.delete(key);
      return true;
    } catch {
      KEPT_IN_MEMORY.set(key, text);
      return false;
    }
  }

  forget(kind) {
    KEPT_IN_MEMORY.delete(this.address(kind));
    try {
      window.localStorage.removeItem(this.address(kind));
    } catch {
      // Nothing was kept there in the first place.
    }
  }
}
