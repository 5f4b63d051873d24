// What every practice has: a frame, a way to begin, pause and stop at any moment, and a line that says how it stands.

class Practice {
  // "shapes" says what can be set; "from" is where the time begins.
  constructor(spec, { module, shapes, from }) {
    Object.assign(this, { spec, practice: spec.practice, id: uniquePrefix(), words: wording(spec), fields: {} });
    const address = { cohort: spec.cohort, participant: spec.participant, week: "practice", exercise: { id: module } };
    this.kept = new Keeper(address);
    this.bus = new Bus(this.kept);
    this.settings = new Settings(this.kept, this.bus, shapes);
    this.tone = new Tone();
    const place = `${this.kept.address("place")}/${spec.week}/${spec.practice.id}`;
    const draw = () => this.draw();
    this.course = new Course({ from, place, draw, smooth: () => this.moves(), paused: () => this.pause() });
  }

  build(...parts) {
    const { spec, practice, words } = this;
    this.announcer = element("p", { class: "kit-form-unseen", role: "status" });
    const page = element("div", { class: "kit-form-page" },
      element(`h${spec.heading}`, { class: "kit-form-title" }, practice.title),
      practice.intro ? element("p", { class: "kit-form-intro" }, practice.intro) : null,
      ...parts, this.announcer, element("p", { class: "kit-practice-stays" }, words("stays")));
    this.node = element("div", { class: "kit-form kit-practice" }, page);
    calmTheHost(page);
    return this.node;
  }

  // One button begins, pauses and goes on, so that it keeps the focus; the other stops and needs no reason.
  buttons() {
    const { id, words } = this;
    this.main = button({ class: "kit-form-send", id: `${id}-main`, onclick: () => this.press() });
    this.halt = button({ class: "kit-form-quiet", id: `${id}-stop`, onclick: () => this.stop() }, words("stop"));
    this.line = statusLine("kit-form-status kit-practice-line");
    return [element("div", { class: "kit-form-buttons kit-practice-buttons" }, this.main, this.halt), this.line.node];
  }

  notes() {
    const { eyes_open: eyes, stopping, safety } = this.practice;
    const lines = [eyes, stopping, safety].filter(Boolean).map((line) => element("p", {}, line));
    return element("div", { class: "kit-practice-notes" }, ...lines);
  }

  // A control for the setting called "name", which shows what is set and keeps what is chosen.
  field(make, name, options) {
    const shape = this.settings.shapes[name];
    const changed = (value) => this.choose(value === null ? {} : { [name]: value });
    const made = make({ id: `${this.id}-${name}`, label: this.words(name), shape, changed, ...options });
    this.fields[name] = made;
    return made.node;
  }

  forgetSettings() {
    const reset = () => {
      this.settings.reset();
      this.refresh();
    };
    return button({ class: "kit-form-quiet", id: `${this.id}-reset`, onclick: reset }, this.words("reset"));
  }

  open() {
    this.bus.listen(() => {
      this.settings.read();
      this.refresh();
    });
    this.refresh();
  }

  close() {
    this.course.close();
    this.tone.close();
    this.bus.stop();
  }

  choose(values) {
    this.settings.set(values);
    this.refresh();
  }

  refresh() {
    for (const [name, field] of Object.entries(this.fields)) field.show(this.settings.get(name));
    this.draw();
    this.tell();
  }

  press() {
    if (this.course.state === "running") return this.pause();
    this.tone.wake();
    this.said = "";
    this.course.begin();
    this.sounds();
    return this.tell();
  }

  pause() {
    this.tone.hush();
    this.course.pause();
    this.refresh();
  }

  stop() {
    this.tone.hush();
    this.course.end("stopped");
    this.main.focus();
    this.refresh();
  }

  // The last bell rings on after the end.
  finish() {
    this.course.end("done");
    this.tell();
  }

  tell() {
    const { state } = this.course;
    const going = state === "running" || state === "paused";
    this.main.textContent = this.words({ running: "pause", paused: "go_on" }[state] ?? "start");
    this.halt.hidden = !going;
    this.line.say(state, this.words(`title_${state}`), this.words(`says_${state}`));
    if (!going) this.announce("");
  }

  // For who listens to the page; it can be switched off, and says nothing twice.
  announce(words) {
    const said = this.settings.get("announce") ? words : "";
    if (this.announcer.textContent !== said) this.announcer.textContent = said;
  }

  moves() {
    return false;
  }

  sounds() {}
}

// Only other words and marks: what is written anew would be read out anew.
function put(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

function mark(node, current) {
  if (current) node.setAttribute("aria-current", "step");
  else node.removeAttribute("aria-current");
}

function show(practice, el) {
  el.append(practice.node);
  practice.open();
  return () => practice.close();
}
