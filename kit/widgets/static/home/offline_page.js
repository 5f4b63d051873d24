// The page's half of working without a network: it has the browser keep the folder, and says once that it does.

// "script" keeps the folder; "told" is shown once the browser has all of it. Where it can't, nothing is promised.
/** @param {string} script @param {HTMLElement} told */
export async function calmly(script, told) {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(script);
    await navigator.serviceWorker.ready;
    told.hidden = false;
  } catch {
    // A browser that keeps no pages: a private window, or an address without HTTPS. Everything else works.
    told.hidden = true;
  }
}
