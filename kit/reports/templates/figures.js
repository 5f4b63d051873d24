"use strict";
(function () {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const config = read("config");
  for (const figure of read("figures")) {
    const place = document.getElementById(figure.id);
    place.style.display = "block"; // measured by plotly.js, so it has to be there first
    place.style.height = place.dataset.height + "px";
    // Clear behind the marks, so that the page's own light or dark shows through.
    const layout = Object.assign({}, figure.layout, {
      autosize: true, width: undefined, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    });
    Plotly.newPlot(place, figure.data, layout, config);
  }
})();
