// What lies over the page, one at a time: the palette, the keys, a menu, what is pasted, the history and so on.

import { html } from "htm/preact";
import { useEditor } from "./context.js";
import { ChosenBar } from "./chosenbar.js";
import { Finding } from "./find.js";
import { Form } from "./form.js";
import { Lanes } from "./lanes.js";
import { Menu } from "./menu.js";
import { onDemand } from "./ondemand.js";
import { Palette } from "./palette.js";
import { Picking } from "./picking.js";

/** Each part adds itself here by the name that `ui.over` has when it is open. */
const PARTS = {
  form: Form,
  keys: onDemand("Help"),
  palette: Palette,
  paste: onDemand("Pasting"),
  picking: Picking,
  split: onDemand("Splitting"),
  way: onDemand("Ways"),
  conflicts: onDemand("Clashes"),
  history: onDemand("History"),
  lanes: Lanes,
  menu: Menu,
  people: onDemand("PeopleList"),
  status: onDemand("Attention"),
  then: onDemand("Then"),
};

export function Over() {
  const { ui } = useEditor();
  const name = ui.over.value;
  const Part = PARTS[name];
  return html`
    <${ChosenBar} />
    ${ui.finding.value && html`<${Finding} />`}
    ${Part && html`<${Part} key=${`${name} ${ui.about.value?.serial ?? ""}`} />`}
  `;
}
