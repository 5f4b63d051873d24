// What the page keeps in the browser for one participant of one cohort: text by name, read afresh each time,
// because another window may have changed it. Where the browser keeps nothing, memory stands in.

import { isHeld, readKept } from "../../widgets/static/shared/aside.js";
import { noteKept } from "../../widgets/static/shared/dom.js";

export class Kept {
  constructor(place) {
    this.place = place;
    this.memory = new Map();
  }

  names() {
    const found = new Set(this.memory.keys());
    try {
      for (let index = 0; index < localStorage.length; index += 1) {
        const key = localStorage.key(index);
        if (key.startsWith(`${this.place}/`)) found.add(key.slice(this.place.length + 1));
      }
    } catch {
      // Then there is nothing but memory.
    }
    return [...found].sort();
  }

  // Null where nothing is kept; what is there and cannot be read, or does not fit, is set aside.
  read(name, fits) {
    return readKept(this.place, name, this.memory.get(name), fits);
  }

  // False where it would be lost with the page.
  write(name, value) {
    const text = JSON.stringify(value);
    try {
      if (isHeld(this.place, name)) throw new Error("what stands there could not be set aside");
      localStorage.setItem(`${this.place}/${name}`, text);
      this.memory.delete(name);
      noteKept(true);
      return true;
    } catch {
      // Told beside the forms, by whoever hears "kit-kept".
      this.memory.set(name, text);
      noteKept(false);
      return false;
    }
  }

  forget(name) {
    this.memory.delete(name);
    if (isHeld(this.place, name)) return;
    try {
      localStorage.removeItem(`${this.place}/${name}`);
    } catch {
      // Nothing was kept there in the first place.
    }
  }
}
