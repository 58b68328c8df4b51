// What makes the map trustworthy, put together: its commands, what is told as it happens, where everybody is.

import { tellWhatHappens } from "./heard.js";
import { isTyping } from "./keys.js";
import { tellWhereIAm } from "./presence.js";
import { say } from "./said.js";

/** Adds the commands and begins to listen. @param {import("./context.js").Editor} editor */
export function addTrust(editor) {
  const { session, ui, commands, shape } = editor;
  const open = (over, about = null) => {
    ui.about.value = about;
    ui.over.value = over;
  };
  const touchpoint = () => ui.selected.value?.touchpoint ?? "";
  const toScribe = (about) => {
    ui.scribing.value = about?.touchpoint || touchpoint() || shape.peek().stations[0]?.id || "";
    ui.over.value = "";
    ui.view.value = "scribe";
  };
  const history = { group: "Look", icon: "history" };
  commands.add(
    { id: "history", title: "History of the touchpoint", ...history, keys: ["h"], scope: "map", also: "who when before after", run: (about) => open("history", { touchpoint: about?.touchpoint ?? touchpoint() }) },
    { id: "item-history", title: "History", ...history, when: (about) => Boolean(about?.item), run: (about) => open("history", { record: about.item }) },
    { id: "all-history", title: "History of the whole workshop", ...history, run: () => open("history", { record: "" }) },
    { id: "then", title: "The map as it was…", group: "Look", icon: "clock", also: "past time travel before", run: () => open("then") },
    { id: "scribe", title: "Scribe: write what the room says", group: "Write", icon: "keyboard", keys: ["s"], scope: "map", run: toScribe },
    { id: "status", title: "What is saved and what waits", group: "Workshop", icon: "circle-check", also: "offline refused draft", run: () => open("status") },
    { id: "conflicts", title: "Texts to choose between", group: "Workshop", icon: "git-branch", when: () => session.conflicts.value.length > 0, run: () => open("conflicts") },
    { id: "people", title: "Who else is here", group: "Workshop", icon: "users", run: () => open("people") },
    { id: "hear", title: "Tell me what others change, or not", group: "Workshop", icon: "bell", also: "screen reader announce", run: () => hear(ui) },
  );
  document.addEventListener("keydown", (event) => reverseInFields(event, editor));
  tellWhatHappens(editor);
  tellWhereIAm(editor);
}

function hear(ui) {
  ui.hears.value = !ui.hears.value;
  say(ui, ui.hears.value ? "From now on you are told what others change." : "From now on you are not told what others change.");
}

/** In a field Ctrl+Z is the field's own while something is being typed in it; otherwise it takes back a change. */
function reverseInFields(event, { session, commands }) {
  if (event.defaultPrevented || event.isComposing || event.altKey || !(event.ctrlKey || event.metaKey) || !isTyping(event.target)) return;
  const field = event.target.dataset.f;
  const key = event.key.toLowerCase();
  if (field === undefined || session.drafts.get(field) || !["z", "y"].includes(key)) return;
  event.preventDefault();
  commands.run(key === "z" && !event.shiftKey ? "undo" : "redo");
}
