// What is private lives in one browser only, so a person can save it to a file and bring it back.
// The file opens as plain text anywhere; its last line is what "restore" reads.

const COPY_MARK = "#kit-private-copy 1";
// A journal of years, in a script of three bytes a letter, still fits.
const LARGEST_COPY = 40000000;

// Against a file cut short or edited by accident, not against malice.
function fingerprintOf(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}

// "of" says which form or practice it belongs to, "by" says the mark of this browser, "told" are lines for people, and
// "holds" is what comes back: the answers, or the same locked.
function copyText({ of, title, words, by }, told, holds) {
  const body = { ...of, by: by(), ...holds };
  const line = JSON.stringify({ ...body, check: fingerprintOf(JSON.stringify(body)) });
  return [title, ...told, words("copy_tail"), COPY_MARK, line, ""].join("\n");
}

// Either { by, answers } or { by, locked } or { problem }, the name of the sentence that says why not.
function readCopy(text, { of }) {
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
  const { answers, locked, by, ...from } = body;
  if (!isObject(answers) && !isObject(locked)) return { problem: "copy_damaged" };
  return same(from, of) ? { by, answers, locked } : { problem: "copy_other" };
}

function isObject(value) {
  return value !== null && typeof value === "object";
}

function download(name, text, type = "text/plain") {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = element("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
