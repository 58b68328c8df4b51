// The map: a table of stages, touchpoints and lanes in which one cell at a time has the focus (APG grid pattern).

import { html } from "htm/preact";
import { useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Cell } from "./cell.js";
import { Heads } from "./heads.js";
import { LaneHead } from "./lanehead.js";
import { useEditor } from "./context.js";
import { moved } from "./moving.js";
import { printSize } from "./shape.js";
import { select } from "./state.js";

const STAGES = 34; // CSS pixels, as in map.css
const LINE = 32;
const MOST_PINNED = 0.55; // of the height that is in sight

/**
 * @param {{shape: import("@preact/signals").Signal<import("./shape.js").Shape>}} props
 */
export function Grid({ shape }) {
  const { ui } = useEditor();
  const table = useRef(null);
  const { columns, width, lanes, pinned, zoom, name } = shape.value;
  const style = { "--cw": `${zoom.column}px`, "--emo": `${zoom.curve}px` };

  // Pinned lanes stand beneath the head, one under the other: their places follow from the heights before them.
  useLayoutEffect(() => {
    if (!pinned.length) return undefined;
    const place = () => {
      const names = table.current.querySelector(".tps");
      const wall = table.current.parentElement;
      const isHeld = getComputedStyle(names.firstElementChild).position === "sticky"; // in a low window the head scrolls away
      const head = isHeld ? names.offsetHeight + STAGES + LINE : 0;
      const most = head + wall.clientHeight * MOST_PINNED;
      let top = head;
      let held = 0;
      for (const row of table.current.querySelectorAll("tr.pinned")) {
        row.style.setProperty("--pin", `${top}px`);
        top += row.offsetHeight;
        row.classList.toggle("loose", top > most); // what would hide the rest scrolls like the rest
        if (top <= most) held = top - head;
      }
      wall.style.setProperty("--held", `${held}px`); // a cell that gets the focus stops beneath them
    };
    const watch = new ResizeObserver(place);
    for (const row of table.current.querySelectorAll(".tps, tr.pinned")) watch.observe(row);
    place();
    const wall = table.current.parentElement;
    return () => {
      watch.disconnect();
      wall.style.removeProperty("--held");
    };
  }, [pinned, lanes]);

  // The focus follows the selection, unless it is in a field of the selected cell.
  useSignalEffect(() => {
    const { value } = ui.selected;
    const isEditing = Boolean(ui.editing.value);
    if (!value || isEditing) return;
    queueMicrotask(() => {
      const cell = table.current?.querySelector(`[data-f="${CSS.escape(`${value.lane}|${value.touchpoint}`)}"]`);
      const within = document.activeElement;
      if (!cell || cell.contains(within) || isIn(within, value) || !(within === document.body || table.current.contains(within) || ui.refocus)) return;
      ui.refocus = false;
      cell.focus({ preventScroll: true });
      cell.scrollIntoView({ block: "nearest", inline: "nearest" }); // focus() leaves a cell where it is that is partly in sight
    });
  });

  function focusin(event) {
    const cell = event.target.closest("[data-lane]");
    if (!cell) return;
    const { lane, touchpoint } = cell.dataset;
    const { value } = ui.selected;
    if (value?.lane !== lane || value?.touchpoint !== touchpoint) select(ui, { lane, touchpoint }, { keep: true });
  }

  function keydown(event) {
    if (event.defaultPrevented || ui.editing.value || event.target.matches("input, textarea, select, button, a, [role=slider]")) return;
    const next = moved(event, ui.selected.value, shape.peek());
    if (!next) return;
    event.preventDefault();
    select(ui, next);
  }

  const row = (lane, at) =>
    html`<tr key=${lane.key} class=${`l-${lane.key}${pinned.includes(lane.key) ? " pinned" : ""}`} aria-rowindex=${at + 3}>
      <${LaneHead} lane=${lane} />
      ${columns.map(
        (column, place) =>
          html`<${Cell} key=${column.id} lane=${lane} column=${column} place=${place} first=${at === 0} withCurve=${lane.key === "emotion" && !place} />`,
      )}
    </tr>`;

  return html`<table
    role="grid"
    class=${`grid live fit-${printSize(width)}`}
    ref=${table}
    aria-label=${`Journey map: ${name}`}
    aria-rowcount=${lanes.length + 2}
    aria-colcount=${columns.length + 1}
    style=${style}
    onFocusIn=${focusin}
    onKeyDown=${keydown}
  >
    <colgroup><col class="lanecol" /></colgroup>
    <colgroup>${columns.map((column) => html`<col key=${column.id} class=${column.folded ? "foldcol" : "tpcol"} />`)}</colgroup>
    <${Heads} shape=${shape} />
    <tbody>
      ${lanes.map(row)}
    </tbody>
  </table>`;
}

/** Whether an element belongs to a cell without being in it: a point of the emotion curve, which lies in the row's first. */
function isIn(element, { lane, touchpoint }) {
  const at = element?.closest?.("[data-lane]")?.dataset;
  return at?.lane === lane && at.touchpoint === touchpoint;
}
