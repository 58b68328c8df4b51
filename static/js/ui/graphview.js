// The journey as a graph.
export function GraphView() {
  return null;
}
