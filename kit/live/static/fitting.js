// What is larger than the screen is made a little smaller, and what is still too much is turned page by page.

import { element } from "../../widgets/static/shared/dom.js";

// Smaller than this nobody reads it from the last row.
const LEAST = 0.7;
const SMALLER = 0.9;
const TURN = 12000;
// What the buttons to turn pages take, below.
const TURNER = 68;
const ROWS = "tbody > tr, ol > li, ul > li";

export class Fitting {
  /** @param {HTMLElement} place @param {HTMLElement} turner @param {Kit.Words} words */
  constructor(place, turner, words) {
    this.place = place;
    this.turner = turner;
    this.words = words;
    /** @type {HTMLElement[][]} */
    this.pages = [];
    this.at = 0;
    window.addEventListener("resize", () => this.fit());
  }

  // The height that is left below whatever stands above.
  get room() {
    const below = this.turner.hidden ? 16 : TURNER;
    return window.innerHeight - this.place.getBoundingClientRect().top - window.scrollY - below;
  }

  get isTooHigh() {
    return this.place.getBoundingClientRect().height > this.room;
  }

  fit() {
    clearInterval(this.turning);
    const rows = [.../** @type {NodeListOf<HTMLElement>} */ (this.place.querySelectorAll(ROWS))];
    for (const row of rows) row.hidden = false;
    this.turner.hidden = true;
    this.pages = [];
    let zoom = 1;
    this.zoom(zoom);
    while (this.isTooHigh && zoom * SMALLER >= LEAST) {
      zoom *= SMALLER;
      this.zoom(zoom);
    }
    if (this.isTooHigh && rows.length > 1) this.cut(rows);
  }

  /** @param {number} zoom */
  zoom(zoom) {
    this.place.style.setProperty("zoom", String(zoom));
  }

  /** @param {HTMLElement[]} rows */
  cut(rows) {
    this.turner.hidden = false;
    for (const row of rows) row.hidden = true;
    /** @type {HTMLElement[]} */
    let page = [];
    for (const row of rows) {
      row.hidden = false;
      if (this.isTooHigh && page.length) {
        this.pages.push(page);
        for (const one of page) one.hidden = true;
        page = [];
      }
      page.push(row);
    }
    this.pages.push(page);
    this.turn(0);
    this.turning = setInterval(() => this.turn(this.at + 1), TURN);
  }

  /** @param {number} to */
  turn(to) {
    const count = this.pages.length;
    this.at = (to + count) % count;
    this.pages.forEach((page, index) => page.forEach((row) => (row.hidden = index !== this.at)));
    const by = (/** @type {number} */ step) => () => {
      // Whoever turns by hand decides from then on.
      clearInterval(this.turning);
      this.turn(this.at + step);
    };
    const said = this.words("screen_page", { page: this.at + 1, pages: count });
    const back = element("button", { type: "button", onclick: by(-1) }, this.words("screen_back"));
    const on = element("button", { type: "button", onclick: by(1) }, this.words("screen_on"));
    const held = this.turner.contains(document.activeElement) ? document.activeElement?.textContent : null;
    this.turner.replaceChildren(element("span", {}, said), back, on);
    [back, on].find((one) => one.textContent === held)?.focus();
  }
}
