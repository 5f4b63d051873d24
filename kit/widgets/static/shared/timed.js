// A practice that takes its time: a way to begin, pause and stop at any moment, and a line that says how it stands.

class TimedPractice extends Practice {
  // "shapes" says what can be set; "from" is where the time begins.
  constructor(spec, { module, shapes, from }) {
    super(spec, module);
    this.fields = {};
    this.settings = new Settings(this.kept, this.bus, shapes);
    this.tone = new Tone();
    const place = `${this.kept.address("place")}/${spec.week}/${spec.practice.id}`;
    const draw = () => this.draw();
    this.course = new Course({ from, place, draw, smooth: () => this.moves(), paused: () => this.pause() });
  }

  // One button begins, pauses and goes on, so that it keeps the focus; the other stops and needs no reason.
  buttons() {
    const { id, words } = this;
    this.main = button({ class: "kit-form-send", id: `${id}-main`, onclick: () => this.press() });
    this.halt = button({ class: "kit-form-quiet", id: `${id}-stop`, onclick: () => this.stop() }, words("stop"));
    this.line = statusLine("kit-form-status kit-practice-line");
    return [element("div", { class: "kit-form-buttons kit-practice-buttons" }, this.main, this.halt), this.line.node];
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

  reread() {
    this.settings.read();
  }

  close() {
    super.close();
    this.course.close();
    this.tone.close();
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

  // It can be switched off.
  announce(words) {
    super.announce(this.settings.get("announce") ? words : "");
  }

  draw() {}

  moves() {
    return false;
  }

  sounds() {}
}
