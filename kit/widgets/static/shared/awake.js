// Keeps the screen on while a practice runs, where the browser can do that: on an encrypted page, or on this computer.

export class Awake {
  // "told" is called with whether the screen may go off after all.
  /** @param {(goesOff: boolean) => void} told */
  constructor(told) {
    this.told = told;
    this.wanted = false;
    this.asking = false;
    /** @type {WakeLockSentinel | null} */
    this.lock = null;
    // A browser lets go of the lock whenever the page is hidden.
    this.again = () => this.ask();
    document.addEventListener("visibilitychange", this.again);
  }

  static get possible() {
    return typeof navigator.wakeLock?.request === "function";
  }

  hold() {
    this.wanted = true;
    this.ask();
  }

  async ask() {
    if (!this.wanted || this.lock || this.asking || document.hidden || !Awake.possible) return;
    this.asking = true;
    try {
      this.take(await navigator.wakeLock.request("screen"));
      this.told(false);
    } catch {
      // A battery that is nearly empty, for example.
      this.told(true);
    }
    this.asking = false;
  }

  /** @param {WakeLockSentinel} lock */
  take(lock) {
    this.lock = lock;
    lock.addEventListener("release", () => {
      if (this.lock === lock) this.lock = null;
    });
    if (!this.wanted) this.letGo();
  }

  letGo() {
    this.wanted = false;
    this.lock?.release().catch(() => {}); // the browser had let go of it already
    this.lock = null;
  }

  close() {
    this.letGo();
    document.removeEventListener("visibilitychange", this.again);
  }
}
