// All that one person has written for themselves in this browser: each sheet under "week/name", as its practice or
// exercise keeps it.

const SHEET_NAME = /^[\w-]+\/[\w-]+$/;
// What a sheet remembers for its own use, and what is no news to whoever reads it.
const NOT_TOLD = ["changed", "at", "uid", "state"];

// For these it is known how two of them become one.
function sheetKinds(between) {
  return {
    "practice/commitment": { fits: commitmentFits, merge: commitmentMerged },
    "practice/journal": { fits: journalFits, merge: (here, found) => journalMerged(here, found, between) },
    "practice/letter": { fits: letterFits, merge: (here, found) => letterMerged(here, found, between) },
  };
}

function saysSomething(value) {
  if (isObject(value)) return Object.values(value).some(saysSomething);
  return typeof value === "string" ? value.trim() !== "" : value !== null && value !== false;
}

function storedNames(prefix) {
  const names = new Set(KEPT_IN_MEMORY.keys());
  try {
    for (let place = 0; place < window.localStorage.length; place += 1) names.add(window.localStorage.key(place));
  } catch {
    // Where nothing is kept there is only what this page remembers.
  }
  const own = [...names].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  return own.filter((name) => SHEET_NAME.test(name)).sort();
}

// The lines of a sheet for people: what was asked, as far as "named" knows it, and what was written.
function toldLines(value, named, label = "") {
  if (!isObject(value)) return saysSomething(value) ? [label, noonOf(value) ? dayWords(value) : String(value), ""] : [];
  if (Array.isArray(value) && !value.some(isObject)) return value.length ? [label, value.join(", "), ""] : [];
  return Object.entries(value).flatMap(([name, part]) => {
    if (NOT_TOLD.includes(name)) return [];
    const lines = toldLines(part, named, Array.isArray(value) ? label : named(name));
    return noonOf(name) && lines.length ? [dayWords(name), "", ...lines] : lines;
  });
}

class AllSheets extends Sheet {
  constructor(practice, options) {
    super(practice, { ...options, blank: () => ({}), fits: (value) => this.fitAll(value), merge: (here, found) => this.merged(here, found), lockable: true });
  }

  keeper(name) {
    const [week, id] = name.split("/");
    const { cohort, participant } = this.practice.spec;
    return new Keeper({ cohort, participant, week, exercise: { id } });
  }

  read() {
    const found = storedNames(`${this.kept.owner}/private/`).map((name) => [name, this.keeper(name).read("private")]);
    this.value = Object.fromEntries(found.filter(([, value]) => isObject(value) && saysSomething(value)));
  }

  keep(value) {
    let lasting = true;
    for (const name of new Set([...Object.keys(this.value), ...Object.keys(value)])) {
      if (same(own(this.value, name), own(value, name))) continue;
      const keeper = this.keeper(name);
      if (own(value, name) === undefined) keeper.forget("private");
      else lasting = keeper.write("private", value[name]) && lasting;
      new Bus(keeper).tell({ what: "kept" });
    }
    this.value = value;
    this.unkept.hidden = lasting;
  }

  // Offers belong to the copy that was just restored, and to no other change.
  replace(value) {
    [this.differing, this.found] = [this.found ?? [], null];
    super.replace(value);
  }

  get kinds() {
    return sheetKinds(this.practice.words("from_copy"));
  }

  fitAll(value) {
    const { kinds } = this;
    return Object.entries(value).every(([name, sheet]) => SHEET_NAME.test(name) && isObject(sheet) && (own(kinds, name)?.fits(sheet) ?? true));
  }

  // Sheets that differ, and of which nothing is known, stay as they are here: the other one is offered.
  merged(here, found) {
    const { kinds } = this;
    const all = { ...found, ...here };
    this.found = [];
    for (const [name, sheet] of Object.entries(found)) {
      const mine = own(here, name);
      if (mine === undefined || same(mine, sheet)) continue;
      if (own(kinds, name)?.fits(mine)) all[name] = kinds[name].merge(mine, sheet);
      else this.found.push({ name, other: sheet });
    }
    return all;
  }
}
