// "Run All" leaves the reader of a notebook at its last cell, many screens below where a week begins.

const AGAIN = 3000;
const SETTLED = 200;
/** @type {WeakMap<Element, number>} */
const led = new WeakMap();

// Where all cells are run, JupyterLab makes the last cell the active one, and the first form to be drawn leads back to
// the beginning. Whoever runs one cell after another has the next one active, and stays where they are.
/** @param {HTMLElement} node */
export function leadToTheBeginning(node) {
  setTimeout(() => lead(node), SETTLED);
}

/** @param {HTMLElement} node */
function lead(node) {
  const notebook = node.closest(".jp-Notebook");
  const own = node.closest(".jp-Cell");
  if (!notebook || !own) return;
  const cells = [...notebook.querySelectorAll(".jp-Cell")];
  const isFar = cells.indexOf(own) < cells.length - 2;
  if (!isFar || !cells.at(-1)?.classList.contains("jp-mod-active")) return;
  if (performance.now() - (led.get(notebook) ?? -AGAIN) < AGAIN) return;
  led.set(notebook, performance.now());
  for (const press of ["mousedown", "mouseup"]) {
    cells[0].dispatchEvent(new MouseEvent(press, { bubbles: true, button: 0 }));
  }
  (notebook.querySelector(".jp-WindowedPanel-outer") ?? notebook).scrollTop = 0;
}
