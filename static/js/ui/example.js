// What an empty lane shows: one real example, and one button that begins it.

import { html } from "htm/preact";
import { exampleOf } from "../model/map/examples.js";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";

/** @param {{lane: import("./shape.js").LaneShown, touchpoint: string}} props */
export function Example({ lane, touchpoint }) {
  const { session, ui, commands } = useEditor();
  const { example, button } = exampleOf(session.live, lane.key);
  const begin = () => {
    ui.selected.value = { lane: lane.key, touchpoint };
    commands.run("edit", { lane: lane.key, touchpoint });
  };
  return html`<span class="example">
    <span class="quiet"><span class="vh">For example: </span><i>${example}</i></span>
    <button type="button" class="btn soft" tabindex="-1" onClick=${begin}><${Icon} name="plus" size=${14} />${button}</button>
  </span>`;
}
