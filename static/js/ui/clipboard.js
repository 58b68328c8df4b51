// Copy, cut and paste on the map: by the browser's own events, which need no permission and work over plain http.

import { recordsIn } from "../model/map/cells.js";
import { laneKind } from "../model/map/lanes.js";
import { planPaste } from "../model/map/pasting.js";
import { isTyping } from "./keys.js";
import { say } from "./said.js";

/** Listens to a document. @param {Document} document @param {import("./context.js").Editor} editor */
export function listenToClipboard(document, editor) {
  const { session, ui, shape, commands, hand } = editor;
  const isMap = (event) => !isTyping(event.target) && !ui.over.value && ui.view.value === "map" && Boolean(ui.selected.value);

  document.addEventListener("copy", copy);
  document.addEventListener("cut", (event) => copy(event) && ui.selected.value.lane !== "head" && commands.run("clear-cell"));
  document.addEventListener("paste", (event) => {
    if (!isMap(event)) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const { lane } = ui.selected.value;
    const touchpoint = hand.touchpoint();
    if (!text.trim()) return;
    event.preventDefault();
    if (/[\n\t]/.test(text.trim()) || !touchpoint || !laneKind(lane)?.holds.type || laneKind(lane).holds.type === "emotion") commands.get("paste").run({ text, lane, touchpoint });
    else hand.carry(planPaste(session.view, [[text.trim()]], { way: "here", touchpoint, lane }, session.makeId));
  });

  function copy(event) {
    if (!isMap(event) || !document.getSelection().isCollapsed || !hand.touchpoint()) return false;
    const { lane } = ui.selected.value;
    const ids = hand.touchpoints();
    const text = ids.length > 1 ? table(ids) : textIn(lane, ids[0]);
    if (!text) return false;
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    say(ui, ids.length > 1 ? `Copied ${ids.length} touchpoints as a table.` : "Copied.");
    return true;
  }
  /** A column for each touchpoint: its name, then the lanes that are shown. */
  function table(ids) {
    const keys = ["head", ...shape.value.lanes.map(({ key }) => key).filter((key) => laneKind(key).holds.type !== "emotion")];
    return keys.map((key) => ids.map((id) => quoted(textIn(key, id))).join("\t")).join("\n");
  }
  function textIn(lane, touchpoint) {
    const { fields } = session.view.get(touchpoint);
    if (lane === "head") return fields.name;
    const { holds } = laneKind(lane);
    if (holds.kind) return recordsIn(session.view, lane, touchpoint).map(hand.name).join("\n");
    return [].concat(fields[holds.key] ?? []).join(", ");
  }
}

/** A cell as spreadsheets read it: several lines in quotes, items marked so that they come back as items. */
function quoted(text) {
  if (!/[\n\t"]/.test(text)) return text;
  const lines = text.split("\n");
  const marked = lines.length > 1 ? lines.map((line) => `• ${line}`).join("\n") : text;
  return `"${marked.replaceAll('"', '""')}"`;
}
