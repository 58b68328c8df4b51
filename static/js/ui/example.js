// What an empty lane shows: one real example, and one button that begins it.

import { html } from "htm/preact";
import { computed } from "@preact/signals";
import { cellOf, isEmpty } from "../model/map/cells.js";
import { exampleOf } from "../model/map/examples.js";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";

/** A signal of the keys of the lanes that hold nothing anywhere. @param {{session: object, shape: object}} parts */
export function vacantLanes({ session, shape }) {
  return computed(() => {
    const { lanes, stations } = shape.value;
    const isVacant = ({ key }) => stations.every(({ id }) => isEmpty(cellOf(session.live, key, id)));
    return new Set(stations.length ? lanes.filter(isVacant).map(({ key }) => key) : []);
  });
}

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
