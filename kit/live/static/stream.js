// The stream of states from the host. A browser reopens a stream that broke, but gives up on one that was refused.

import { pause } from "./net.js";

export class Stream {
  constructor(path, { opened, heard, broke }) {
    Object.assign(this, { path, opened, heard, broke, attempt: 0 });
    // A connection that the network took away may look open for minutes.
    window.addEventListener("offline", () => this.source && broke(false));
    window.addEventListener("online", () => this.source && this.open());
  }

  open() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = new EventSource(this.path);
    this.source.onopen = () => {
      this.attempt = 0;
      this.opened();
    };
    const hear = (event) => this.heard(JSON.parse(event.data));
    this.source.onmessage = hear;
    this.source.addEventListener("state", hear);
    this.source.onerror = () => this.failed();
  }

  failed() {
    const refused = this.source.readyState === EventSource.CLOSED;
    this.broke(refused);
    if (!refused) return;
    this.timer = setTimeout(() => this.open(), pause(this.attempt));
    this.attempt += 1;
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }
}
