// What is private lives in one browser only, so a person can save it to a file and bring it back.
// The file opens as plain text anywhere; its last line is what "restore" reads.

const COPY_MARK = "#kit-private-copy 1";
const LARGEST_COPY = 1000000;

// Against a file cut short or edited by accident, not against malice.
function fingerprintOf(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}

function copyText(spec, items, answers, words) {
  const kept = items.filter(({ item }) => own(answers, item.id) !== undefined);
  const readable = kept.map(({ item, field }) => `${item.prompt}\n\n${field.show(answers[item.id])}\n`);
  const body = { week: spec.week, exercise: spec.exercise.id, answers };
  const line = JSON.stringify({ ...body, check: fingerprintOf(JSON.stringify(body)) });
  return [spec.exercise.title, words("copy_head"), "", ...readable, words("copy_tail"), COPY_MARK, line, ""].join("\n");
}

// Either { answers } or { problem }, the name of the sentence that says why not.
function readCopy(text, spec, items) {
  const at = text.lastIndexOf(COPY_MARK);
  if (at < 0) return { problem: "copy_foreign" };
  let found;
  try {
    found = JSON.parse(text.slice(at + COPY_MARK.length));
  } catch {
    return { problem: "copy_damaged" };
  }
  const { week, exercise, answers, check } = found ?? {};
  if (fingerprintOf(JSON.stringify({ week, exercise, answers })) !== check) return { problem: "copy_damaged" };
  if (!answers || typeof answers !== "object") return { problem: "copy_damaged" };
  if (week !== spec.week || exercise !== spec.exercise.id) return { problem: "copy_other" };
  const fits = ({ item, field }) => own(answers, item.id) === undefined || field.fits(answers[item.id]);
  const known = Object.keys(answers).every((id) => items.some(({ item }) => item.id === id));
  return known && items.every(fits) ? { answers } : { problem: "copy_other" };
}

function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = element("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// "replace" puts answers into the form and keeps them; it is called only with a file that fits.
class Copies {
  constructor({ spec, items, id, answersNow, replace, words }) {
    Object.assign(this, { spec, items, answersNow, replace, words, before: {} });
    this.line = statusLine("kit-form-copied");
    const quiet = (name, onclick) => button({ class: "kit-form-quiet", id: `${id}-${name}`, onclick }, words(name));
    this.undo = quiet("copy_undo", () => this.takeBack());
    this.undo.hidden = true;
    this.file = control("input", { type: "file", id: `${id}-file`, onchange: () => this.restore() });
    const restoring = element("label", { class: "kit-form-file", for: `${id}-file` }, words("copy_restore"), this.file);
    const row = element("div", { class: "kit-form-buttons" }, quiet("copy_save", () => this.save()), restoring, this.undo);
    this.node = element("div", { class: "kit-form-copies" }, element("p", {}, words("copy_about")), row, this.line.node);
  }

  say(name) {
    this.line.say(name, "", this.words(name));
  }

  save() {
    const { spec } = this;
    const answers = this.answersNow();
    if (!Object.keys(answers).length) return this.say("copy_empty");
    download(`week-${spec.week}-${spec.exercise.id}-private.txt`, copyText(spec, this.items, answers, this.words));
    return this.say("copy_saved");
  }

  async restore() {
    const [chosen] = this.file.files;
    if (!chosen) return;
    const text = chosen.size > LARGEST_COPY ? "" : await chosen.text().catch(() => "");
    this.file.value = "";
    const found = readCopy(text, this.spec, this.items);
    if (found.problem) return void this.say(found.problem);
    this.before = this.answersNow();
    this.replace(found.answers);
    this.undo.hidden = Object.keys(this.before).length === 0;
    this.say("copy_restored");
  }

  takeBack() {
    this.replace(this.before);
    this.file.focus();
    this.undo.hidden = true;
    this.say("copy_undone");
  }
}
