// What people do with the map, beyond seeing it and going about in it: fetched in one piece once the map is drawn, so that it
// is there without a network too. What can do nothing without the server comes when it is asked for.

import { listenToClipboard } from "./clipboard.js";
import { addCommands } from "./doing.js";
import { listenToDrags } from "./dragging.js";
import { keepReadings } from "./graph/keeping.js";
import { addLaneCommands } from "./lanes.js";
import { addPanelCommands } from "./panel/commands.js";
import "./mount.js"; // it has come already; so bundled, it is one file, without a list of names between two
import { listenToPointer } from "./pointing.js";
import { awaitSession } from "./room/coming.js";
import { addTrust } from "./trust.js";
import { addViews } from "./views.js";

export { Faces } from "./drawing/rating.js";
export { Editing } from "./editing.js";
export { Example } from "./example.js";
export { FirstTouchpoint } from "./first.js";
export { StageName, TouchpointName } from "./names.js";
export { Offline } from "./offbar.js";
export { Over } from "./over.js";
export { Panel } from "./panel.js";
export { Scribing } from "./scribing.js";
export { ShowAll } from "./showall.js";
export { Strip } from "./strip.js";

/** Makes everything possible that can be done with the map, and does what was asked for meanwhile. @param {import("./context.js").Editor} editor */
export async function begin(editor) {
  addCommands(editor);
  addLaneCommands(editor);
  addPanelCommands(editor);
  addTrust(editor);
  addViews(editor);
  listenToClipboard(document, editor);
  listenToPointer(document, editor);
  listenToDrags(document, editor);
  await editor.commands.complete();
  awaitSession(editor);
  if (editor.ui.view.peek() === "graph") keepReadings(editor);
  else (globalThis.requestIdleCallback ?? setTimeout)(() => keepReadings(editor));
}
