// Time that runs, stands still or is over. What is shown of a practice is drawn from how much of it has passed,
// so that pausing, going back, a phone that slept and coming back after a reload need nothing of their own.

import { Elapsed } from "./elapsed.js";

const TICK = 200;
const STARTED = "kit-practice-started";

export class Course {
  // "draw" is called with the seconds that have passed; "from" is where they begin, and may lie before zero. "woke" is
  // called when time has gone by of which nothing here heard: what was handed over ahead of time is late by then.
  /** @param {Kit.Running} how */
  constructor({ from = 0, place, draw, smooth, paused, woke }) {
    this.from = from;
    this.place = place;
    this.draw = draw;
    this.smooth = smooth;
    this.paused = paused;
    this.woke = woke;
    /** @type {"ready" | "running" | "paused" | "stopped" | "done"} */
    this.state = "ready";
    this.before = from;
    this.since = new Elapsed();
    this.slept = 0;
    this.timer = 0;
    this.frame = 0;
    /** @type {number | null} */
    this.second = null;
    this.other = (/** @type {Event} */ event) => {
      const { detail } = /** @type {CustomEvent<Course>} */ (event);
      if (detail !== this && this.state === "running") this.paused();
    };
    window.addEventListener(STARTED, this.other);
    this.recall();
  }

  get passed() {
    return this.state === "running" ? this.before + this.since.seconds : this.before;
  }

  get going() {
    return this.state === "running" || this.state === "paused";
  }

  begin() {
    this.count();
    this.state = "running";
    // Two practices at once would talk over each other: the other one waits.
    window.dispatchEvent(new CustomEvent(STARTED, { detail: this }));
    this.timer = setInterval(() => this.tick(), TICK);
    this.tick();
    this.glide();
  }

  count() {
    this.since = new Elapsed();
    this.slept = 0;
  }

  /** @param {"paused" | "stopped" | "done"} state */
  hold(state) {
    this.before = this.passed;
    this.state = state;
    clearInterval(this.timer);
    cancelAnimationFrame(this.frame);
  }

  pause() {
    this.hold("paused");
    this.remember();
  }

  // Over, or given up: either way the next beginning is at the beginning.
  /** @param {"stopped" | "done"} state */
  end(state) {
    this.hold(state);
    this.before = this.from;
    this.forget();
  }

  /** @param {number} seconds */
  jump(seconds) {
    this.before = seconds;
    this.count();
    this.remember();
  }

  tick() {
    const second = Math.floor(this.passed);
    if (second !== this.second) this.remember();
    this.second = second;
    this.draw();
    if (this.state !== "running" || this.since.slept === this.slept) return;
    this.slept = this.since.slept;
    this.woke?.();
  }

  // Between the ticks only where something moves, and never while nobody looks at the page.
  glide() {
    if (this.state !== "running") return;
    this.frame = requestAnimationFrame(() => {
      if (this.smooth?.() && this.state === "running") this.draw();
      this.glide();
    });
  }

  // For this tab alone, so that a reload in the middle loses nothing; closing it leaves no trace.
  remember() {
    try {
      window.sessionStorage.setItem(this.place, String(this.passed));
    } catch {
      // Then a reload begins again, which is a pity and no more.
    }
  }

  recall() {
    try {
      const found = Number.parseFloat(window.sessionStorage.getItem(this.place) ?? "");
      if (!(found > this.from)) return;
      this.before = found;
      this.state = "paused";
    } catch {
      // Where nothing is kept there is nothing to recall.
    }
  }

  forget() {
    try {
      window.sessionStorage.removeItem(this.place);
    } catch {
      // Nothing was kept there in the first place.
    }
  }

  close() {
    if (this.state === "running") this.pause();
    window.removeEventListener(STARTED, this.other);
  }
}

/** @param {number} seconds */
export function clockWords(seconds) {
  const whole = Math.max(0, Math.ceil(seconds - 0.001));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
