// What lies over the page, one at a time: the palette, the keys, a menu, what is pasted, the history and so on.

import { html } from "htm/preact";
import { useEditor } from "./context.js";
import { Lanes } from "./lanes.js";
import { Menu } from "./menu.js";

/** Each part adds itself here by the name that `ui.over` has when it is open. */
const PARTS = { lanes: Lanes, menu: Menu };

export function Over() {
  const { ui } = useEditor();
  const Part = PARTS[ui.over.value];
  return Part ? html`<${Part} key=${ui.over.value} />` : null;
}
