// The block the room is in and the minutes left, counted here from what the host said last.

export class Timer {
  constructor(block, time, words, title) {
    Object.assign(this, { block, time, words, title });
    setInterval(() => this.tick(), 1000);
  }

  show(now) {
    this.now = now;
    this.ends = now && now.left !== null ? performance.now() + now.left * 1000 : null;
    const title = now ? now.title : this.title;
    if (this.block.textContent !== title) this.block.textContent = title;
    this.tick();
  }

  // Whole minutes: seconds that run would draw every eye.
  tick() {
    const words = this.ends === null || this.ends === undefined ? "" : this.left();
    if (this.time.textContent !== words) this.time.textContent = words;
  }

  left() {
    const minutes = Math.ceil((this.ends - performance.now()) / 60000);
    if (minutes <= 0) return this.words("screen_over");
    return this.words(minutes === 1 ? "screen_minute" : "screen_minutes", { count: minutes });
  }
}
