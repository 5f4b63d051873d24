// Printing one practice in a page of its own: a notebook would print everything around it as well.

function printPage(title, ...nodes) {
  document.querySelector("iframe[data-kit-print]")?.remove();
  const frame = element("iframe", { "data-kit-print": true, title, "aria-hidden": "true", tabindex: "-1" });
  Object.assign(frame.style, { position: "fixed", right: "0", bottom: "0", width: "0", height: "0", border: "0" });
  document.body.append(frame);
  const page = frame.contentDocument;
  page.title = title;
  page.documentElement.lang = document.documentElement.lang;
  Object.assign(page.body.style, { margin: "2rem", maxWidth: "40rem", font: "12pt/1.6 Georgia, serif" });
  page.body.append(element("h1", {}, title), ...nodes);
  frame.contentWindow.addEventListener("afterprint", () => setTimeout(() => frame.remove(), 0));
  frame.contentWindow.print();
}

function paragraphs(lines) {
  return lines.filter(Boolean).map((line) => element("p", {}, line));
}
