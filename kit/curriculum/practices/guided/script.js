// The words of a sitting in full: to follow on the page, and to print.

import { element } from "../../../widgets/static/shared/dom.js";

// Lists of the lines, with a name above those that are for somebody; and the items in order, to mark one.
export function scriptLists(sequence) {
  const items = sequence.map(({ text }) => element("li", {}, text));
  const nodes = [];
  sequence.forEach(({ whom }, index) => {
    if (index === 0 || sequence[index - 1].whom !== whom) {
      if (whom) nodes.push(element("p", { class: "kit-sitting-for" }, whom));
      nodes.push(element(whom ? "ul" : "ol", { class: "kit-sitting-lines" }));
    }
    nodes.at(-1).append(items[index]);
  });
  return { nodes, items };
}
