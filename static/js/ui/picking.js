// One thing out of many, found by typing: a stage, an item, a touchpoint.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useEditor } from "./context.js";
import { Dialog } from "./dialog.js";
import { fitting } from "./fitting.js";
import { close } from "./opening.js";
import { Searching } from "./searching.js";

/** What is asked for is in `ui.about`: `{title, choices, done(id)}`. */
export function Picking() {
  const { ui } = useEditor();
  const [{ title, choices, done }] = useState(() => ui.about.peek());
  const choose = ({ id }) => {
    close(ui);
    done(id);
  };
  return html`<${Dialog} title=${title} name="picking"><${Searching} name="picking" label=${title} hint="Type to find" find=${(query) => fitting(query, choices)} choose=${choose} /></${Dialog}>`;
}
