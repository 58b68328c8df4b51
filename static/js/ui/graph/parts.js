// The graph view, the findings and what keeps both up to date, fetched together.

export { FindingsBeside } from "./findings.js";
export { keepReadings } from "./keeping.js";
export { GraphView } from "./view.js";
