"use strict";
(function () {
  const there = (/** @type {string} */ id) => {
    const node = document.getElementById(id);
    if (node === null) throw new Error(`this page has no ${id}`);
    return node;
  };
  const read = (/** @type {string} */ id) => JSON.parse(there(id).textContent);
  const config = read("config");
  for (const figure of /** @type {Report.Figure[]} */ (read("figures"))) {
    const place = there(figure.id);
    place.style.display = "block"; // measured by plotly.js, so it has to be there first
    place.style.height = place.dataset.height + "px";
    // Clear behind the marks, so that the page's own light or dark shows through.
    const layout = Object.assign({}, figure.layout, {
      autosize: true, width: undefined, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    });
    Plotly.newPlot(place, figure.data, layout, config);
  }
})();
