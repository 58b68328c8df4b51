// The tool bar: build, choose lanes, find, take back, and whether everything is saved.

import { html } from "htm/preact";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";
import { keyWords } from "./commands.js";
import { Status } from "./status.js";

export function Tools() {
  const { ui, commands, session, shape, room } = useEditor();
  const { JoinCode } = room.value ?? {};
  const { lanes, journeys, journey } = shape.value;
  const tool = (id, icon, words, { quiet = false, off = false } = {}) => {
    const { title = words, keys } = (commands.whole.value && commands.get(id)) || {};
    return html`<button type="button" class="btn bare" title=${keys ? `${title} (${keyWords(keys[0])})` : undefined} aria-label=${quiet ? title : undefined}
      disabled=${off} onClick=${() => commands.run(id)}>
      <${Icon} name=${icon} size=${15} />${!quiet && html`<span>${words}</span>`}
    </button>`;
  };
  return html`
    ${journeys.length > 1 &&
    html`<nav class="seg" aria-label="Journeys"><ul>
      ${journeys.map(
        ({ id, name }) => html`<li key=${id}><a href=${`?journey=${id}`} aria-current=${id === journey ? "true" : undefined} dir="auto"
          onClick=${(event) => choose(event, id)}><${Icon} name="route" size=${15} />${name}</a></li>`,
      )}
    </ul></nav>`}
    ${tool("add-touchpoint", "between-vertical-start", "Add touchpoint")}
    ${ui.view.value === "map" && tool("lanes", "rows-3", html`Lanes <span class="quiet">${lanes.length}</span>`)}
    ${tool("scribe", "keyboard", "Scribe")}
    ${ui.view.value === "map" && html`<${Found} />`}
    <span class="grow"></span>
    <${Status} />
    ${tool("undo", "undo-2", "Undo", { quiet: true, off: !session.canUndo.value })}
    ${tool("redo", "redo-2", "Redo", { quiet: true, off: !session.canRedo.value })}
    <button type="button" class="finder" onClick=${(event) => commands.run("palette", event)}>
      <${Icon} name="search" size=${15} /><span>Find or do anything</span><kbd aria-hidden="true">${keyWords("Ctrl+K")}</kbd>
    </button>
    ${JoinCode && html`<${JoinCode} />`}
  `;

  function choose(event, id) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    ui.journey.value = id;
    ui.selected.value = null;
  }
}

/** How many findings there are; opens their list. */
function Found() {
  const { commands, readings } = useEditor();
  const { value: said } = readings.said.answer;
  if (!said) return null;
  const all = Object.values(said.counts).reduce((sum, many) => sum + many, 0);
  return html`<button type="button" class="btn bare" title=${`Findings (${keyWords(commands.get("findings").keys[0])})`} aria-expanded=${String(readings.listed.value !== null)} onClick=${() => commands.run("findings")}>
    <${Icon} name="lightbulb" size=${15} /><span class="vh">Findings </span>${all}
  </button>`;
}
