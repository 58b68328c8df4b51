// The map as it was: choose a moment, look at it without being able to change it, and bring texts back from there.

import { html } from "htm/preact";
import { computed, signal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { CannotApply } from "../model/applying.js";
import { recordsIn } from "../model/map/cells.js";
import { laneKind } from "../model/map/lanes.js";
import { notesOf } from "../model/map/notes.js";
import { feelingOf } from "../model/map/ratings.js";
import { longestWaste } from "../model/map/times.js";
import { returning } from "../model/returning.js";
import { State } from "../model/state.js";
import { nameOf } from "../model/telling.js";
import { EditorContext, useEditor } from "./context.js";
import { Dialog } from "./dialog.js";
import { Grid } from "./grid.js";
import { Changes } from "./history.js";
import { Icon } from "./icon.js";
import { exact } from "./moments.js";
import { SaidHere, say } from "./said.js";
import { makeShape } from "./shape.js";

export function Then() {
  const { session } = useEditor();
  const [past, setPast] = useState(null);
  const [wrong, setWrong] = useState("");
  const look = async (when, at) => {
    try {
      const { seq, records } = await session.api(`at/${encodeURIComponent(when)}`);
      setPast({ state: new State(session.workshop, records), at, seq });
      setWrong("");
    } catch (error) {
      setWrong(error.status ? `${error.message} ${error.todo}` : "The past is on the server, which cannot be reached now.");
    }
  };
  return past ? html`<${Past} past=${past} onBack=${() => setPast(null)} />` : html`<${Choice} look=${look} wrong=${wrong} />`;
}

/** Which moment: by the clock, or just before one of the changes. */
function Choice({ look, wrong }) {
  const when = useRef(null);
  const go = (event) => {
    event.preventDefault();
    const moment = new Date(when.current.value);
    if (!Number.isNaN(moment.getTime())) look(moment.toISOString(), moment.getTime());
  };
  return html`<${Dialog} name="then" icon="clock" title="The map as it was">
    <form class="row when" onSubmit=${go}>
      <label class="field"><span class="label">Day and time</span><input ref=${when} type="datetime-local" required value=${local(Date.now() - 3_600_000)} max=${local(Date.now())} /></label>
      <button class="btn prim">Show the map</button>
    </form>
    ${wrong && html`<p class="callout bad" role="alert">${wrong}</p>`}
    <h3>Or as it was before a change</h3>
    <${Changes} record="" pick=${({ seq, at }) => look(seq - 1, Date.parse(at))} />
  </${Dialog}>`;
}

/** What the page does with pointers, drags and the clipboard is for the map of now. */
const deaf = Object.fromEntries(
  ["Click", "DblClick", "PointerDown", "MouseDown", "ContextMenu", "DragStart", "DragOver", "Drop", "Copy", "Cut", "Paste"].map((name) => [`on${name}`, (event) => event.stopPropagation()]),
);

/** A moment as the browser's own field for it wants it: in local time, without a zone. */
function local(at) {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The map of a moment, over the page; nothing in it changes anything but the buttons that bring texts back. */
function Past({ past: { state, at }, onBack }) {
  const editor = useEditor();
  const { ui } = editor;
  const box = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const then = useMemo(() => lookingAt(editor, state), [state]);
  const { shape } = then;
  useEffect(() => {
    const dialog = box.current;
    dialog.showModal();
    return () => dialog.close(); // gives the focus back
  }, []);
  const leave = () => (ui.over.value = "");
  // What would lead away from looking: renaming, menus, folding.
  const still = (event) => {
    if (!event.target.closest(".grid button, .grid a, .grid [role=slider]")) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<dialog class="past" ref=${box} aria-label=${`The map as it was on ${exact(at)}`} onKeyDown=${(event) => event.stopPropagation()}
    onCancel=${(event) => (event.preventDefault(), leave())}>
    <div class="pastbar">
      <${Icon} name="history" size=${18} /><p><b>As it was on ${exact(at)}</b> <span class="quiet">You look at the past: nothing here can be changed.</span></p>
      <span class="grow"></span>
      <button type="button" class="btn bare" onClick=${onBack}>Another moment</button>
      <button type="button" class="btn prim" autofocus onClick=${leave}>Back to now</button>
    </div>
    <section class="wall" aria-label="The map of that moment" onClickCapture=${still} onPointerDownCapture=${still} ...${deaf}>
      <${EditorContext.Provider} value=${then}>
        ${shape.value.columns.length ? html`<${Grid} shape=${shape} />` : html`<p class="empty">There was no map yet.</p>`}
      </${EditorContext.Provider}>
    </section>
    <${Picked} then=${then} state=${state} />
  </dialog>`;
}

/** An editor that shows a state of the past, and can do nothing. */
function lookingAt(editor, state) {
  const { session, ui, commands } = editor;
  const live = { get: (id) => state.get(id), has: (id) => state.has(id), children: (kind, parent) => state.children(kind, parent) };
  const past = {
    workshop: session.workshop,
    me: session.me,
    live,
    view: state,
    record: live.get,
    children: live.children,
    people: signal([]),
    conflicts: signal([]),
    heard: signal([]),
    status: session.status,
    drafts: { get: () => undefined, all: () => [] },
    here() {},
  };
  const never = { get value() { return null; }, set value(_) {}, peek: () => null };
  const own = { ...ui, selected: signal(null), editing: never, chosen: signal([]), panel: never, focused: signal("") };
  const shape = makeShape({ session: past, ui: own });
  const none = signal(new Map());
  const feelings = new Map();
  return {
    ...editor,
    session: past,
    ui: own,
    commands: { ...commands, get: () => undefined, run: () => false },
    shape,
    vacant: signal(new Set()),
    here: none,
    torn: none,
    longest: computed(() => longestWaste(live, shape.value.stations.map(({ id }) => id))),
    notes: computed(() => (shape.value.journey ? notesOf(live, shape.value.journey) : {})),
    feelings(id) {
      if (!feelings.has(id)) feelings.set(id, computed(() => feelingOf(live, id)));
      return feelings.get(id);
    },
  };
}

/** The texts of the cell that is looked at, each to be brought back where it reads otherwise now. */
function Picked({ then, state }) {
  const { session, ui } = useEditor();
  const cell = then.ui.selected.value;
  if (!cell) return html`<div class="picked quiet">Choose a cell to bring its texts back.</div>`;
  const texts = textsAt(state, cell);
  const bring = (were) => {
    try {
      session.do(returning(session.view, were, session.makeId));
      say(ui, "The text is back on the map of now.", { undo: true });
    } catch (error) {
      if (!(error instanceof CannotApply)) throw error;
      say(ui, "It cannot be brought back: its touchpoint is gone.", { bad: true });
    }
  };
  // Scrolled by keys where it is long and has no button.
  return html`<div class="picked" tabindex="0" role="region" aria-label="What stood in the cell">
    <p class="small"><b dir="auto">${nameOf(state, cell.touchpoint)}</b></p>
    ${texts.length
      ? html`<ul>${texts.map(({ id, text, were }) => {
          const isNow = !returning(session.live, were, () => "new").length;
          const isHomeless = !session.live.has(id) && !session.live.has(cell.touchpoint);
          return html`<li key=${id} class="row"><span class="text" dir="auto">${text}</span>
            ${isNow ? html`<span class="quiet small">${isHomeless ? "its touchpoint is gone" : "as it is now"}</span>` : html`<button type="button" class="btn" onClick=${() => bring(were)}>Bring this text back</button>`}</li>`;
        })}</ul>`
      : html`<p class="quiet">Nothing stood here.</p>`}
    <${SaidHere} />
  </div>`;
}

function textsAt(state, { lane, touchpoint }) {
  const own = (key) => {
    const value = state.get(touchpoint)?.fields[key];
    return value?.length ? [{ id: touchpoint, text: [value].flat().join(", "), were: { [touchpoint]: { kind: "touchpoint", fields: { [key]: value } } } }] : [];
  };
  if (lane === "head") return own("name");
  const { holds } = laneKind(lane);
  if (holds.key) return own(holds.key);
  return recordsIn(state, lane, touchpoint).map((id) => ({ id, text: state.get(id).fields[holds.text] ?? nameOf(state, id), were: { [id]: state.get(id) } }));
}
