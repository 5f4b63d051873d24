// The words of a sitting in full: to follow on the page, and to print.

// Lists of the lines, with a name above those that are for somebody; and the items in order, to mark one.
function scriptLists(sequence) {
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

// Only the script, in a page of its own: a notebook would print everything around it as well.
function printScript(title, about, sequence, notes) {
  document.querySelector("iframe[data-kit-script]")?.remove();
  const frame = element("iframe", { "data-kit-script": true, title, "aria-hidden": "true", tabindex: "-1" });
  Object.assign(frame.style, { position: "fixed", right: "0", bottom: "0", width: "0", height: "0", border: "0" });
  document.body.append(frame);
  const page = frame.contentDocument;
  page.title = title;
  page.documentElement.lang = document.documentElement.lang;
  Object.assign(page.body.style, { margin: "2rem", maxWidth: "40rem", font: "12pt/1.6 Georgia, serif" });
  const paragraphs = (lines) => lines.filter(Boolean).map((line) => element("p", {}, line));
  const { nodes } = scriptLists(sequence);
  page.body.append(element("h1", {}, title), ...paragraphs(about), ...nodes, ...paragraphs(notes));
  frame.contentWindow.addEventListener("afterprint", () => setTimeout(() => frame.remove(), 0));
  frame.contentWindow.print();
}
