// Charts are drawn by plotly.js, which comes only when there is something to draw. Until then, and where it does
// not come, the table beside each place says the same.

import { ask } from "./net.js";

const CONFIG = { displayModeBar: false, displaylogo: false, responsive: true, staticPlot: true };
let loading = null;

function load(assets) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${assets}/plotly.js`;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      loading = null;
      reject(new Error("plotly.js"));
    };
    document.head.append(script);
  });
  return loading;
}

function draw(Plotly, place, { data, layout }) {
  place.hidden = false;
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", layout.meta?.description ?? "");
  place.style.height = `${layout.height}px`;
  Plotly.newPlot(place, data, { ...layout, autosize: true, width: undefined }, CONFIG);
}

export async function drawCharts(shown, exercise, assets) {
  const places = [...shown.querySelectorAll(".screen-chart")];
  if (!places.length) return;
  const reply = await ask("GET", "/screen/figures", undefined, 60000);
  const figures = reply.body.figures?.[exercise] ?? {};
  // The table beside each place says the same, so nothing is missing where the library does not come.
  const Plotly = await load(assets).catch(() => null);
  for (const place of places) {
    const figure = figures[place.dataset.item];
    if (Plotly && figure && place.isConnected) draw(Plotly, place, figure);
  }
}
