// What a report's page brings with its figures. Read by the type checker alone.

declare const Plotly: { newPlot(place: HTMLElement, data: unknown[], layout: object, config: unknown): unknown };

declare namespace Report {
  type Figure = { id: string; data: unknown[]; layout: object };
}
