// Asking the host, and telling whose fault it is when no answer comes.

const NO_ANSWER_AFTER = 10000;
// Over an encrypted line the length of what is sent would still tell which answer it holds, so it comes in steps of
// this many bytes; blanks after JSON say nothing.
const STEP = 4096;

/** @param {string} text */
function padded(text) {
  const { length } = new TextEncoder().encode(text);
  return text + " ".repeat((STEP - (length % STEP)) % STEP);
}

// { status, body, wait }: status 0 where nothing came back, wait in milliseconds where the host asked for it.
/**
 * @param {string} method
 * @param {string} path
 * @param {Live.Named} [body]
 * @param {number} patience
 * @returns {Promise<Live.Reply>}
 */
export async function ask(method, path, body, patience = NO_ANSWER_AFTER) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  /** @type {{ [name: string]: string }} */
  const headers = body === undefined ? {} : { "Content-Type": "application/json" };
  const content = body === undefined ? undefined : padded(JSON.stringify(body));
  try {
    const reply = await fetch(path, { method, headers, body: content, cache: "no-store", signal: stop.signal });
    const found = await reply.json().catch(() => null);
    // A reply that was cut off, or came from something else in between, is no answer: what it was about is asked again.
    if (found === null && reply.ok) return { status: 0, body: {}, wait: 0 };
    return { status: reply.status, body: found ?? {}, wait: 1000 * (Number(reply.headers.get("Retry-After")) || 0) };
  } catch {
    // No network, or no answer in time: whoever asked says so, or asks again.
    return { status: 0, body: {}, wait: 0 };
  } finally {
    clearTimeout(timer);
  }
}

// Whose fault it is: "device" (no network here), "away" (nobody answers there), "trouble" (it answers, and
// cannot), or "" where all is well.
/** @param {{ status: number }} reply @returns {Live.Fault} */
export function faultOf({ status }) {
  if (status === 0) return navigator.onLine ? "away" : "device";
  return status === 429 || status >= 500 ? "trouble" : "";
}

// Asks until there is an answer or it is not wanted any more (then null): what nobody presses a button for must not be
// lost with one dropped request.
/** @param {string} path @param {() => boolean} wanted @returns {Promise<Live.Reply | null>} */
export async function insist(path, wanted) {
  for (let attempt = 0; wanted(); attempt += 1) {
    const reply = await ask("GET", path);
    if (!wanted()) return null;
    if (reply.status !== 0 && !faultOf(reply)) return reply;
    await new Promise((go) => setTimeout(go, pause(attempt, reply.wait)));
  }
  return null;
}

// Exponential back-off with full jitter, so that a room that comes back does not come back at once.
/** @param {number} attempt @param {number} least milliseconds */
export function pause(attempt, least = 0) {
  const longest = Math.min(30000, 1000 * 2 ** Math.min(attempt, 5));
  return Math.max(least, Math.random() * longest);
}
