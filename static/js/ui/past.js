// What was before, which only the server knows: of no use without it, and fetched when it is first asked for.

import "./afterwards.js"; // it has come already; so bundled, what both use stands there

export { History } from "./history.js";
export { Then } from "./then.js";
