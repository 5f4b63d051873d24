// Keeps the folder that is taken home in the browser, so that it opens without a network. It asks nobody else.

/**
 * @typedef {Event & { waitUntil(promise: Promise<unknown>): void }} Lasting
 * @typedef {Event & { request: Request, respondWith(reply: Promise<Response>): void }} Asked
 * @typedef {{
 *   registration: { scope: string }, clients: { claim(): Promise<void> }, skipWaiting(): Promise<void>,
 * }} HomeWorker
 */

const HOME_WORKER = /** @type {HomeWorker} */ (/** @type {unknown} */ (globalThis));
// Both are written in by the command that makes the folder.
const HOME_FILES = ["HOME_FILES"];
const HOME_VERSION = "HOME_VERSION";

// Several such folders may lie at one address.
const HOME_CACHE = `kit-home ${HOME_WORKER.registration.scope} `;

async function keepAll() {
  const cache = await caches.open(HOME_CACHE + HOME_VERSION);
  await cache.addAll(HOME_FILES.map((name) => new Request(name, { cache: "reload" })));
  await HOME_WORKER.skipWaiting();
}

async function dropOlder() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(HOME_CACHE) && name !== HOME_CACHE + HOME_VERSION);
  await Promise.all(older.map((name) => caches.delete(name)));
  await HOME_WORKER.clients.claim();
}

// What is kept comes first, so that a page and its script always belong together.
/** @param {Request} request */
async function replyTo(request) {
  const cache = await caches.open(HOME_CACHE + HOME_VERSION);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}

globalThis.addEventListener("install", (event) => /** @type {Lasting} */ (event).waitUntil(keepAll()));
globalThis.addEventListener("activate", (event) => /** @type {Lasting} */ (event).waitUntil(dropOlder()));
globalThis.addEventListener("fetch", (event) => {
  const { request, respondWith } = /** @type {Asked} */ (event);
  if (request.method === "GET" && request.url.startsWith(HOME_WORKER.registration.scope)) {
    respondWith.call(event, replyTo(request));
  }
});
