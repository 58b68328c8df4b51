// Puts the editor in the place of the page that the server has drawn.

import { computed, effect, signal } from "@preact/signals";
import { html } from "htm/preact";
import { render } from "preact";
import { count } from "../model/map/wording.js";
import { openSession } from "../live/session.js";
import { notesOf } from "../model/map/notes.js";
import { feelingOf } from "../model/map/ratings.js";
import { longestWaste } from "../model/map/times.js";
import { makeCommands } from "./commands.js";
import { Dock } from "./dock.js";
import { EditorContext } from "./context.js";
import { keepFocus } from "./focus.js";
import { setSprite } from "./icon.js";
import { listen } from "./keys.js";
import { saveLeftovers } from "./leftovers.js";
import { Main } from "./main.js";
import { fetchRest, missingRest, onDemand } from "./ondemand.js";
import { People } from "./people.js";
import { Said, say, sayWhile } from "./said.js";
import { makeReadings } from "./readings.js";
import { makeShape } from "./shape.js";
import { makeState } from "./state.js";
import { Tools } from "./tools.js";
import { vacantLanes } from "./vacant.js";
import { inCells, peopleAt } from "./presence.js";

const PARTLY = "The map is here, but not yet all that can be done with it. It is tried again; what you press meanwhile is done then.";

/**
 * Opens the workshop and draws the editor.
 * @param {HTMLElement} root  `#editor`, whose data attributes say of which workshop and for whom
 * @returns {Promise<import("./context.js").Editor>}
 */
export async function mount(root) {
  const { workshop, formKey, actor, by, icons, view, journey, zoom } = root.dataset;
  setSprite(icons);
  const session = await openSession({ workshop, formKey, me: { actor, by }, base: root.dataset.base });
  const ui = makeState(workshop, { view, journey, zoom }, keptHere());
  ui.table.value = document.body.dataset.form === "grid";
  const commands = makeCommands();
  const page = { ...root.dataset };
  const shape = makeShape({ session, ui });
  const here = computed(() => peopleAt(session.live, session.people.value));
  const stations = computed(() => shape.value.stations.map(({ id }) => id));
  const longest = computed(() => longestWaste(session.live, stations.value));
  const notes = computed(() => (shape.value.journey ? notesOf(session.live, shape.value.journey) : {}));
  const feelings = perTouchpoint((id) => feelingOf(session.live, id));
  const vacant = vacantLanes({ session, shape });
  const torn = computed(() => inCells(session.live, session.conflicts.value));
  const editor = { session, ui, commands, page, shape, here, longest, notes, feelings, vacant, torn, readings: makeReadings(), room: signal(null) };
  keepFocus();
  listen(document, editor);
  const draw = (id, part) => {
    const place = document.getElementById(id);
    if (!place) return;
    place.replaceChildren();
    render(html`<${EditorContext.Provider} value=${editor}><${part} /></${EditorContext.Provider}>`, place);
  };
  const narrow = matchMedia("(max-width: 640px)");
  narrow.addEventListener("change", () => (ui.narrow.value = narrow.matches));
  ui.narrow.value = narrow.matches;
  effect(() => {
    document.body.dataset.form = ui.table.value ? "grid" : "auto";
    document.body.dataset.zoom = ui.zoom.value;
    document.body.dataset.live = ui.view.value;
  });
  // The page of the graph is a document until now.
  document.body.classList.add("mapped");
  document.getElementById("main").className = "wallbox";
  draw("editor-tools", Tools);
  draw("editor-people", People);
  draw("main", Main);
  draw("editor-dock", Dock);
  draw("editor-over", onDemand("Over"));
  draw("editor-said", Said);
  root.session = session;
  root.editor = editor;
  document.body.classList.add("alive");
  performance.mark("touchmap alive");
  const takeLeft = (left) => {
    const saved = saveLeftovers(session, left);
    if (saved) say(ui, `${count(saved, "text")} that you were writing when this page was closed ${saved === 1 ? "is" : "are"} saved.`);
  };
  takeLeft();
  session.drafts.onLeft = takeLeft; // a tab that is just being closed, or crashes, is found out later
  setTimeout(() => goOn(editor));
  root.dispatchEvent(new CustomEvent("touchmap:ready", { bubbles: true }));
  return editor;
}

/** Fetches all that can be done with the map. */
async function goOn(editor) {
  sayWhile(editor.ui, missingRest, PARTLY);
  const { begin } = await fetchRest();
  await begin(editor);
  document.body.classList.add("able"); // as "alive" says that the map is there
}

/** A computed signal per touchpoint, made when it is first asked for. */
function perTouchpoint(found) {
  const kept = new Map();
  return (id) => {
    if (!kept.has(id)) kept.set(id, computed(() => found(id)));
    return kept.get(id);
  };
}

/** Where choices are kept; null where the browser forbids it. */
function keptHere() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
