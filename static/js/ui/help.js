// The keys of the map, by what they are for, and the switch for single letters.

import { html } from "htm/preact";
import { useEditor } from "./context.js";
import { keyWords } from "./commands.js";
import { Dialog } from "./dialog.js";
import { Icon } from "./icon.js";

const GROUPS = ["Move", "Write", "Build", "Look", "Workshop"];
/** Keys that the map and its fields know themselves. */
const OWN = {
  Move: [
    ["Go from cell to cell", ["ArrowLeft", "ArrowUp", "ArrowDown", "ArrowRight"]],
    ["First or last touchpoint", ["Home", "End"]],
    ["As far as it goes", ["Ctrl+ArrowRight"]],
    ["Choose several touchpoints", ["Shift+ArrowRight"]],
  ],
  Write: [
    ["Next line of a cell, or done", ["Enter"]],
    ["Save and go to the next touchpoint", ["Ctrl+Enter"]],
    ["Back to the map", ["Escape"]],
    ["Copy what is in the cell", ["Ctrl+C"]],
    ["Paste a line, a list or a column", ["Ctrl+V"]],
  ],
};

/** The dialog behind `?`. */
export function Help() {
  const { ui, commands } = useEditor();
  const all = commands.all().filter(({ keys, id }) => keys?.length && !id.startsWith("extend-"));
  const groups = [...new Set([...GROUPS, ...all.map(({ group }) => group)])];
  const foot = html`
    <label class="check"><input type="checkbox" checked=${ui.keys.value} onChange=${(event) => (ui.keys.value = event.target.checked)} />
      <span>Single letters are commands. <span class="quiet">Off: typing on a cell writes in it.</span></span></label>
    <span class="grow"></span>
    <button type="button" class="btn" onClick=${() => print()}><${Icon} name="printer" />Print</button>`;
  return html`<${Dialog} title="Keys" name="keys" icon="keyboard" reads foot=${foot}>
      <div class="keygroups">
        ${groups.map((group) => {
          const rows = [...(OWN[group] ?? []), ...all.filter((command) => command.group === group).map(({ title, keys }) => [title, keys])];
          return rows.length > 0 && html`<section key=${group}><h3>${group}</h3><dl>
            ${rows.map(([title, keys]) => html`<div key=${title}><dt>${title}</dt><dd>${keys.map((key) => html`<kbd key=${key}>${keyWords(key)}</kbd>`)}</dd></div>`)}
          </dl></section>`;
        })}
      </div>
  </${Dialog}>`;
}
