// The compound commands of the map, in one place: each gives a plan of edits that one undo takes back.

export { insertTouchpoint, insertTouchpoints, appendTouchpoint, insertStage, addOutcome } from "./inserting.js";
export { shiftTouchpoints, moveTouchpoints, moveStage } from "./moving.js";
export { removeTouchpoints, removeStage } from "./removing.js";
export { connect, cut, likelyKind, reconnect, removeTransition } from "./ways.js";
export { shareLeft } from "./stations.js";
