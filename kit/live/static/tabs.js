// The three parts of the participant's page. The address says which is shown, so that "back" leads back.

import { at } from "../../widgets/static/shared/dom.js";

export const TABS = ["now", "mine", "read"];

export class Tabs {
  /** @param {(name: string) => void} shown */
  constructor(shown) {
    this.shown = shown;
    this.name = document.body.dataset.tab = "now";
    /** @type {Map<string, number>} */
    this.places = new Map();
    // The browser's own guess is made before anything stands on the page.
    history.scrollRestoration = "manual";
    window.addEventListener("hashchange", () => this.follow());
  }

  // Anything else in the address leads to a place within the part that is shown.
  follow() {
    const asked = location.hash.slice(1) || "now";
    if (TABS.includes(asked)) this.show(asked);
  }

  /** @param {string} name */
  show(name) {
    this.places.set(this.name, window.scrollY);
    this.name = name;
    for (const tab of TABS) {
      at(`panel-${tab}`).hidden = tab !== name;
      if (tab === name) at(`tab-${tab}`).setAttribute("aria-current", "page");
      else at(`tab-${tab}`).removeAttribute("aria-current");
    }
    window.scrollTo(0, this.places.get(name) ?? 0);
    this.shown(name);
  }

  // To "Now", from wherever somebody is, without a step to go back over.
  toNow() {
    if (this.name === "now") return;
    history.replaceState(null, "", "#now");
    this.show("now");
  }
}
