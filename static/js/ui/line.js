// The transit line over the columns: each touchpoint a station over its name, a folded stage one station for all of its own.

import { html } from "htm/preact";
import { useComputed } from "@preact/signals";
import { percent } from "../model/map/wording.js";
import { useEditor } from "./context.js";
import { JourneyLine } from "./drawing/line.js";
import { select } from "./state.js";

const INSET = 24; // CSS pixels from a column's edge to its station
const LANES = 160; // CSS pixels that the lanes' names take

export function Line() {
  const { ui, session, shape, commands } = useEditor();
  const stops = useComputed(() => stopsOf(session.live, shape.value));
  const ways = useComputed(() => shape.value.arcs.map((arc) => ({ ...arc, label: wordsOf(arc, shape.value.zoom.key) })));
  const size = ({ levels }) => {
    if (ui.levels.peek() !== levels) ui.levels.value = levels;
  };
  const width = shape.value.width;
  if (!stops.value.length) return null;
  return html`<${JourneyLine}
    label=${`${shape.value.name}: stations in order, with branches and returns`}
    stations=${stops.value}
    arcs=${ways.value}
    width=${width}
    pinned=${LANES}
    choosing=${ui.connecting.value}
    open=${ui.over.value === "way" ? ui.about.value?.way : ""}
    onOpen=${(id) => open(id)}
    onArc=${(way, anchor) => commands.run("edit-way", { way, anchor })}
    onConnect=${(from, to) => commands.run("connect-to", { from, to })}
    onStart=${(touchpoint) => commands.run("connect", { touchpoint })}
    onCancel=${() => (ui.connecting.value = "")}
    onSize=${size}
  />`;

  function open(id) {
    const column = shape.peek().columns.find((one) => one.id === id);
    if (column?.folded) commands.run("fold-stage", { stage: column.stage });
    else {
      select(ui, { lane: "head", touchpoint: id });
      ui.panel.value = id;
    }
  }
}

/** The stations as the line draws them, at the middle of a narrow column and near the left edge of a wide one. */
function stopsOf(view, { columns, places, bands, zoom }) {
  const inset = (width) => (zoom.key === "strip" || width < 80 ? width / 2 : INSET);
  return columns.flatMap((column, at) => {
    if (column.empty) return [];
    const { x, width } = places[at];
    const stop = { id: column.id, stage: column.colour - 1, x: x + inset(width) };
    if (!column.folded) return [{ ...stop, number: String(column.number), ...named(view, column.id) }];
    const { stations } = bands.find(({ id }) => id === column.stage);
    const numbers = stations.map(({ number }) => number);
    const number = numbers.length > 1 ? `${numbers[0]}–${numbers.at(-1)}` : String(numbers[0]);
    return [{ ...stop, number, name: column.name, note: "Folded: press to unfold", holds: stations.map(({ id }) => id) }];
  });
}

function named(view, id) {
  const { name = "", time, place } = view.get(id)?.fields ?? {};
  return { name, note: [time, place].filter(Boolean).join(" · ") };
}

function wordsOf({ share, label }, zoom) {
  if (zoom === "strip") return "";
  return [share === null ? "" : percent(share), label].filter(Boolean).join(" ");
}
