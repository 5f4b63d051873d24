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

// "of" says which form or practice it belongs to; "lines" are the same answers for people to read.
function copyText({ of, title, lines, words }, answers) {
  const body = { ...of, answers };
  const line = JSON.stringify({ ...body, check: fingerprintOf(JSON.stringify(body)) });
  return [title, words("copy_head"), "", ...lines(answers), words("copy_tail"), COPY_MARK, line, ""].join("\n");
}

// Either { answers } or { problem }, the name of the sentence that says why not.
function readCopy(text, { of, fits }) {
  const at = text.lastIndexOf(COPY_MARK);
  if (at < 0) return { problem: "copy_foreign" };
  let found;
  try {
    found = JSON.parse(text.slice(at + COPY_MARK.length));
  } catch {
    return { problem: "copy_damaged" };
  }
  const { check, ...body } = found ?? {};
  if (fingerprintOf(JSON.stringify(body)) !== check) return { problem: "copy_damaged" };
  const { answers, ...from } = body;
  if (answers === null || typeof answers !== "object") return { problem: "copy_damaged" };
  return same(from, of) && fits(answers) ? { answers } : { problem: "copy_other" };
}

function download(name, text, type = "text/plain") {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = element("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// "now" is what there is to save, null where there is nothing; "restore" takes what fits from a copy, and "replace"
// puts back what was there before (or null).
class Copies {
  constructor({ id, ...subject }) {
    const { words } = subject;
    Object.assign(this, { subject, words, before: null });
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
    const answers = this.subject.now();
    if (answers === null) return this.say("copy_empty");
    download(`${this.subject.file}-private.txt`, copyText(this.subject, answers));
    return this.say("copy_saved");
  }

  async restore() {
    const [chosen] = this.file.files;
    if (!chosen) return;
    const text = chosen.size > LARGEST_COPY ? "" : await chosen.text().catch(() => "");
    this.file.value = "";
    const found = readCopy(text, this.subject);
    if (found.problem) return void this.say(found.problem);
    this.before = this.subject.now();
    this.subject.restore(found.answers);
    this.undo.hidden = this.before === null;
    this.say("copy_restored");
  }

  takeBack() {
    this.subject.replace(this.before);
    this.file.focus();
    this.undo.hidden = true;
    this.say("copy_undone");
  }
}
