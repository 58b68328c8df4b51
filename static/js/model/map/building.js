// The compound commands of the map, in one place: each gives a plan of edits that one undo takes back.

export { duplicateTouchpoints } from "./copying.js";
export { addOutcome, appendTouchpoint, insertStage, insertTouchpoint, insertTouchpoints } from "./inserting.js";
export { convertItem, link, moveItem, removeItems, setMany } from "./items.js";
export { mergeTouchpoints, splitTouchpoint } from "./joining.js";
export { moveStage, moveTouchpoints, shiftTouchpoints } from "./moving.js";
export { removeStage, removeTouchpoints } from "./removing.js";
export { shareLeft } from "./stations.js";
export { connect, cut, likelyKind, reconnect, removeTransition } from "./ways.js";
