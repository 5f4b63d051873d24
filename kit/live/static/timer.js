// The block the room is in and the minutes left, counted here from what the host said last.

import { Elapsed } from "../../widgets/static/shared/elapsed.js";

export class Timer {
  constructor(block, time, words, title) {
    Object.assign(this, { block, time, words, title });
    setInterval(() => this.tick(), 1000);
  }

  show(now) {
    this.now = now;
    this.since = now && now.left !== null ? new Elapsed() : null;
    const title = now ? now.title : this.title;
    if (this.block.textContent !== title) this.block.textContent = title;
    this.tick();
  }

  // Whole minutes: seconds that run would draw every eye.
  tick() {
    const words = this.since ? this.left() : "";
    if (this.time.textContent !== words) this.time.textContent = words;
  }

  left() {
    const minutes = Math.ceil((this.now.left - this.since.seconds) / 60);
    if (minutes <= 0) return this.words("screen_over");
    return this.words(minutes === 1 ? "screen_minute" : "screen_minutes", { count: minutes });
  }
}
