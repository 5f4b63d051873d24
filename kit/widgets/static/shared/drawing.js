// A drawing of the kit, which comes as the text of an SVG.

/** @param {string | undefined} svg */
export function drawing(svg) {
  const made = svg ? new DOMParser().parseFromString(svg, "text/html").body.firstElementChild : null;
  return made ? document.importNode(made, true) : null;
}

// A drawing that a page carries in a template.
/** @param {string} id */
export function drawnFrom(id) {
  const found = document.getElementById(id);
  return found instanceof HTMLTemplateElement ? found.content.cloneNode(true) : null;
}
