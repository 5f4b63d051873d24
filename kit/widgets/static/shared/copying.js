// Copying a line of text, where a browser lets a page do that.

// A page over plain HTTP has no clipboard, and a browser may refuse it; there the marked text is copied as a person
// would copy it.
/** @param {string} text @param {HTMLInputElement} field */
export async function copied(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}
