// The graph view and the findings, fetched when they are asked for, or else when the page is idle.

import { later } from "./ondemand.js";

const graph = later(() => import("./graph/parts.js"));

export const GraphView = graph.part("GraphView");
export const FindingsBeside = graph.part("FindingsBeside");

/** Begins to keep findings and figures up to date: at once at the graph, at the map when there is nothing better to do. @param {import("./context.js").Editor} editor */
export function readWhenIdle(editor) {
  const begin = async () => (await graph.fetch())?.keepReadings(editor);
  if (editor.ui.view.peek() === "graph") begin();
  else (globalThis.requestIdleCallback ?? setTimeout)(begin);
}
