// What the server draws and says of a journey: of no use without it, and fetched when it is first asked for.

import "../afterwards.js"; // it has come already, or comes now; so bundled, what both use stands there

export { FindingsBeside } from "./findings.js";
export { GraphView } from "./view.js";
