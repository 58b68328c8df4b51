// What lies over the page, one at a time: the palette, the keys, a menu, what is pasted, the history and so on.

import { html } from "htm/preact";
import { Attention } from "./attention.js";
import { ChosenBar } from "./chosenbar.js";
import { Clashes } from "./clashes.js";
import { useEditor } from "./context.js";
import { Finding } from "./find.js";
import { Dialog } from "./dialog.js";
import { Form } from "./form.js";
import { Help } from "./help.js";
import { Lanes } from "./lanes.js";
import { Menu } from "./menu.js";
import { later } from "./ondemand.js";
import { Palette } from "./palette.js";
import { Pasting } from "./paste.js";
import { PeopleList } from "./peoplelist.js";
import { Picking } from "./picking.js";
import { Splitting } from "./splitting.js";
import { Ways } from "./ways.js";

const { part: ofPast } = later("past", () => import("./past.js"));
const past = (name, title) => ofPast(name, ({ words }) => html`<${Dialog} name="coming" title=${title}><p role="status">${words}</p></${Dialog}>`);

/** Each part adds itself here by the name that `ui.over` has when it is open. */
const PARTS = {
  form: Form,
  keys: Help,
  palette: Palette,
  paste: Pasting,
  picking: Picking,
  split: Splitting,
  way: Ways,
  conflicts: Clashes,
  history: past("History", "History"),
  lanes: Lanes,
  menu: Menu,
  people: PeopleList,
  status: Attention,
  then: past("Then", "The map as it was"),
};

export function Over() {
  const { ui, room } = useEditor();
  const name = ui.over.value;
  const Part = PARTS[name] ?? room.value?.over[name];
  return html`
    <${ChosenBar} />
    ${ui.finding.value && html`<${Finding} />`}
    ${Part && html`<${Part} key=${`${name} ${ui.about.value?.serial ?? ""}`} />`}
  `;
}
