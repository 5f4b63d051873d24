// The stream of states from the host. A browser reopens a stream that broke, but gives up on one that was refused.

import { pause } from "./net.js";

export class Stream {
  constructor(path, { opened, heard, broke }) {
    Object.assign(this, { path, opened, heard, broke, attempt: 0 });
    // A connection that the network took away may look open for minutes, and what was on its way still arrives on it.
    // A new one tells: it fails, or it holds because the host is on this very computer.
    for (const name of ["offline", "online"]) window.addEventListener(name, () => this.source && this.open());
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
