// The lanes of the map: which are on, in which order, by which name; for everybody. Pinning is one's own.

import { html } from "htm/preact";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { moveLane, renameLane, resetLanes, showLane } from "../model/map/arranging.js";
import { lanesOf } from "../model/map/lanes.js";
import { useEditor } from "./context.js";
import { Dialog } from "./dialog.js";
import { Icon } from "./icon.js";
import { say } from "./said.js";

/** The dialog with all lanes; `ui.about` may hold the lane whose name is to be written. */
export function Lanes() {
  const { session, ui, shape, commands } = useEditor();
  const list = useRef(null);
  const wanted = useSignal(ui.about.peek()?.lane ?? "");
  useEffect(() => {
    list.current?.querySelector(`input[name="${wanted.value}"]`)?.select();
  }, []);
  const { allLanes } = shape.value;
  const done = (edits) => edits.length > 0 && session.do(edits);
  const rename = (key) => (event) => done(renameLane(session.view, key, event.target.value, session.makeId));
  const move = (key, by) => () => {
    commands.run(by < 0 ? "lane-up" : "lane-down", { lane: key, all: true });
    requestAnimationFrame(() => list.current?.querySelector(`[data-move="${key} ${by}"]`)?.focus());
  };
  const reset = () => {
    if (done(resetLanes(session.view))) say(ui, "The lanes are as usual again.", { undo: true });
  };
  return html`<${Dialog} title="Lanes" name="lanes" icon="rows-3" foot=${html`<button type="button" class="btn" onClick=${reset}>As usual</button>`}>
    <p class="quiet small">For everybody who works on this map. A name of your own is used on the map and in the report.</p>
    <ul class="lanelist" ref=${list}>
      ${allLanes.map(
        ({ key, name, icon, shown, own }, at) => html`<li key=${key}>
          <label class="check"><input type="checkbox" checked=${shown} onChange=${(event) => show(key, event.target.checked)} /><${Icon} name=${icon} /><span class="vh">Show the lane ${name}</span></label>
          <input type="text" name=${key} aria-label=${`Name of the lane ${name}`} value=${own ?? ""} placeholder=${name} maxlength="200" dir="auto" onChange=${rename(key)} />
          <button type="button" class="tool" aria-pressed=${String(ui.pinned.value.includes(key))} aria-label=${`Keep ${name} in sight`} title="Keep in sight while the others scroll" onClick=${() => commands.run("pin-lane", { lane: key })}><${Icon} name=${ui.pinned.value.includes(key) ? "pin-off" : "pin"} size=${15} /></button>
          <button type="button" class="tool" data-move=${`${key} -1`} disabled=${at === 0} aria-label=${`Move ${name} up`} onClick=${move(key, -1)}><${Icon} name="arrow-up" size=${15} /></button>
          <button type="button" class="tool" data-move=${`${key} 1`} disabled=${at === allLanes.length - 1} aria-label=${`Move ${name} down`} onClick=${move(key, 1)}><${Icon} name="arrow-down" size=${15} /></button>
        </li>`,
      )}
    </ul>
  </${Dialog}>`;

  function show(key, on) {
    done(showLane(session.view, key, on, session.makeId));
  }
}

/** The commands of lanes. @param {import("./context.js").Editor} editor */
export function addLaneCommands({ session, ui, commands, shape }) {
  const keyOf = (about) => about?.lane ?? ui.selected.value?.lane ?? "";
  const isLane = (about) => lanesOf(session.view).some(({ key }) => key === keyOf(about));
  const nameOf = (about) => shape.peek().allLanes.find(({ key }) => key === keyOf(about))?.name ?? "";
  /** Past the next lane that is shown, or past the next one of all. */
  const move = (by) => (about) => {
    const all = lanesOf(session.view);
    const key = keyOf(about);
    let place = all.findIndex((lane) => lane.key === key) + by;
    while (!about?.all && all[place] && !all[place].shown) place += by;
    const edits = moveLane(session.view, key, place, session.makeId);
    if (edits.length) session.do(edits);
    say(ui, `${nameOf(about)}: lane ${lanesOf(session.view).findIndex((lane) => lane.key === key) + 1} of ${all.length}.`);
  };
  commands.add(
    { id: "lanes", title: "Lanes: show, hide, order, rename", group: "Look", icon: "rows-3", also: "rows columns", run: () => open({}) },
    { id: "rename-lane", title: "Rename the lane", group: "Look", icon: "pencil", when: isLane, run: (about) => open({ lane: keyOf(about) }) },
    {
      id: "pin-lane",
      title: "Keep the lane in sight, or let it scroll again",
      group: "Look",
      icon: "pin",
      when: isLane,
      run: (about) => {
        const key = keyOf(about);
        const { value } = ui.pinned;
        const isPinned = value.includes(key);
        ui.pinned.value = isPinned ? value.filter((one) => one !== key) : [...value, key];
        if (isPinned) return say(ui, `${nameOf(about)} scrolls with the others.`);
        // Once it is drawn: what is too high for the window goes first and scrolls all the same.
        return requestAnimationFrame(() => {
          const isLoose = document.querySelector(`.grid tr.l-${CSS.escape(key)}.loose`);
          say(ui, isLoose ? `${nameOf(about)} comes first. It is too high to stay in sight in this window.` : `${nameOf(about)} stays in sight.`);
        });
      },
    },
    { id: "lane-up", title: "Move the lane up", group: "Look", icon: "arrow-up", when: isLane, run: move(-1) },
    { id: "lane-down", title: "Move the lane down", group: "Look", icon: "arrow-down", when: isLane, run: move(1) },
    {
      id: "hide-lane",
      title: "Hide the lane",
      group: "Look",
      icon: "eye-off",
      when: isLane,
      run: (about) => {
        const name = nameOf(about);
        session.do(showLane(session.view, keyOf(about), false, session.makeId));
        say(ui, `${name} is hidden; “Lanes” brings it back.`, { undo: true });
      },
    },
  );

  function open(about) {
    ui.about.value = about;
    ui.over.value = "lanes";
  }
}
