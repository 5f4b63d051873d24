// The connection to the host that lasts: the stream of states, and how it is in words.

import { pause } from "./net.js";

// The host says four times a minute that it is there. A computer that fell asleep, or a network that swallows
// everything, breaks no connection: only the silence tells.
const SILENCE = 40000;

// The stream of states from the host. A browser reopens a stream that broke, but gives up on one that was refused.
export class Stream {
  /**
   * @param {string} path
   * @param {{ opened: () => void, heard: (state: Live.Room) => void, broke: (refused: boolean) => void }} told
   */
  constructor(path, { opened, heard, broke }) {
    this.path = path;
    this.opened = opened;
    this.heard = heard;
    this.broke = broke;
    this.attempt = 0;
    this.heardAt = Date.now();
    /** @type {EventSource | null} */
    this.source = null;
    // A connection that the network took away may look open for minutes, and what was on its way still arrives on it.
    // A new one tells: it fails, or it holds because the host is on this very computer.
    for (const name of ["offline", "online"]) window.addEventListener(name, () => this.source && this.open());
  }

  get isOpen() {
    return this.source?.readyState === EventSource.OPEN;
  }

  open() {
    this.close();
    this.listen();
    const source = new EventSource(this.path);
    source.onopen = () => {
      this.attempt = 0;
      this.opened();
    };
    source.addEventListener("state", (event) => {
      this.hears();
      this.heard(JSON.parse(event.data));
    });
    source.addEventListener("here", () => this.hears());
    source.onerror = () => this.failed(source);
    this.source = source;
  }

  hears() {
    this.heardAt = Date.now();
    this.listen();
  }

  listen() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.open();
      this.broke(false);
    }, SILENCE);
  }

  /** @param {EventSource} source */
  failed(source) {
    const refused = source.readyState === EventSource.CLOSED;
    this.broke(refused);
    if (!refused) return;
    this.timer = setTimeout(() => this.open(), pause(this.attempt));
    this.attempt += 1;
  }

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.silence);
    this.source?.close();
    this.source = null;
  }
}

// A host that starts again is back within a moment; a line that flickers would only disquiet.
const GRACE = 1500;

// How the connection is, for everything on the page that says so.
export class Line {
  /** @param {Kit.Words} words */
  constructor(words) {
    this.words = words;
    this.said = "";
    // Once the session has ended nothing is a fault of the connection.
    this.over = false;
    // Whether a session that gives no answer any more has most likely ended, while this device slept.
    this.isLate = () => false;
    /** @type {Live.Fault} */
    this.fault = "";
    /** @type {Live.Fault} */
    this.shown = "";
    /** @type {Set<() => void>} */
    this.heard = new Set();
  }

  // "said" is the host's own sentence, where it gave one.
  /** @param {Live.Fault} heard @param {string} said */
  set(heard, said = "") {
    const fault = heard === "away" && this.isLate() ? "late" : heard;
    if (this.over && fault !== "ended") return;
    if (fault === this.fault && said === this.said) return;
    this.fault = fault;
    this.said = said;
    clearTimeout(this.timer);
    if (!fault || this.shown || fault === "ended") this.show();
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
