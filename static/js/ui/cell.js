// One cell of the map: a lane at a touchpoint, to be read, selected or written in.

import { html } from "htm/preact";
import { useComputed } from "@preact/signals";
import { Curve } from "./curve.js";
import { Reading } from "./reading.js";
import { useEditor } from "./context.js";
import { onDemand } from "./ondemand.js";
import { colourOf } from "./people.js";
import { TornCell } from "./torn.js";

const Editing = onDemand("Editing");
const Example = onDemand("Example");

/**
 * @param {{lane: import("./shape.js").LaneShown, column: import("./shape.js").Column, place: number, first: boolean, withCurve: boolean}} props
 *   first: in the first lane, where a folded stage says what is in it; withCurve: carries the curve of the whole row
 */
export function Cell({ lane, column, place, first: isFirstLane, withCurve }) {
  const { ui, here, vacant } = useEditor();
  const { id, colour, first, folded, empty } = column;
  const isHere = (at) => at?.lane === lane.key && at.touchpoint === id;
  const selected = useComputed(() => isHere(ui.selected.value));
  const editing = useComputed(() => isHere(ui.editing.value));
  const chosen = useComputed(() => ui.chosen.value.includes(id));
  const isDim = useComputed(() => Boolean(ui.focused.value) && ui.focused.value !== column.stage);
  const others = useComputed(() => here.value.get(`${lane.key}|${id}`) ?? null);
  const isVacant = useComputed(() => place === 0 && vacant.value.has(lane.key)).value && !folded && !empty;
  const isFolded = Boolean(folded || empty); // a column of a whole stage holds nothing of its own
  const classes = [`s${colour}`, first && "fs", selected.value && "sel", editing.value && "ed", chosen.value && "chosen", isFolded && "folded", isDim.value && "dim", others.value && "ring"];
  if (others.value) classes.push(`u${colourOf(others.value[0].actor)}`);
  const edit = () => !isFolded && lane.key !== "emotion" && (ui.editing.value = { lane: lane.key, touchpoint: id });
  return html`<td
    class=${classes.filter(Boolean).join(" ")}
    data-lane=${lane.key}
    data-touchpoint=${id}
    data-f=${`${lane.key}|${id}`}
    aria-colindex=${place + 2}
    aria-selected=${String(selected.value)}
    tabindex=${selected.value ? 0 : -1}
    onDblClick=${edit}
  >
    ${withCurve && html`<div class="curve"><${Curve} /></div>`}
    ${folded && isFirstLane && lane.key !== "emotion" && html`<${FoldedStage} stage=${column.stage} />`}
    ${others.value &&
    html`<span class="who-here" title=${others.value.map(({ by }) => by).join(", ")}>${others.value[0].by}${others.value.some((one) => one.typing) ? " …" : ""}</span>`}
    <${TornCell} cell=${`${lane.key}|${id}`} />
    ${isVacant && !editing.value && html`<${Example} lane=${lane} touchpoint=${id} />`}
    ${isFolded ? null : editing.value && lane.key !== "emotion" ? html`<${Editing} lane=${lane} touchpoint=${id} />` : html`<${Reading} lane=${lane} column=${column} tabIndex=${selected.value ? 0 : -1} />`}
  </td>`;
}

/** What a folded stage holds: its name, and the touchpoint that feels worst. */
function FoldedStage({ stage }) {
  const { shape } = useEditor();
  const { name, about } = shape.value.bands.find(({ id }) => id === stage);
  return html`<span class="foldname" dir="auto"><b>${name}</b> ${about}</span>`;
}
