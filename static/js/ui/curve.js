// The emotion curve over the row of its lane: medians of all ratings, every rating as a dot, and what is desired.

import { html } from "htm/preact";
import { useComputed } from "@preact/signals";
import { summaryOf } from "../model/map/columns.js";
import { useEditor } from "./context.js";
import { EmotionCurve } from "./drawing/emotion.js";
import { say } from "./said.js";

const NARROW = 60; // CSS pixels of a column under which medians are not written
const NOTHING = Object.freeze({ median: null, desired: null, values: [], critical: false });

export function Curve() {
  const { ui, session, shape, feelings } = useEditor();
  const felt = useComputed(() => shape.value.columns.map((column) => feltAt(session.live, feelings, column, shape.value.bands)));
  const stops = useComputed(() =>
    shape.value.columns.map(({ id, number, folded, empty }) =>
      folded || empty ? null : { id, number, name: session.record(id)?.fields.name ?? "" },
    ),
  );
  const { places, columns, zoom, name } = shape.value;
  return html`<${EmotionCurve}
    label=${`Emotion along ${name}: median, every rating, desired`}
    columns=${places}
    touchpoints=${stops.value}
    feelings=${felt.value}
    height=${zoom.curve}
    stages=${columns.map(({ colour }) => colour - 1)}
    values=${zoom.column > NARROW}
    onRate=${rate}
  />`;

  /** A rating that the room gave by word of mouth; the desired value is one that the facilitator sets. */
  function rate(touchpoint, state, value) {
    const fields = { touchpoint, emotion: Math.round(value * 10) / 10 };
    const { view } = session;
    if (state === "current") {
      session.do({ action: "add", kind: "perception", fields });
      say(ui, "Rating added.", { undo: true });
      return;
    }
    const given = wishesAt(view, touchpoint);
    if (!isShared(view, given) && given.length) {
      session.do({ action: "set", kind: "perception", record: given[0], fields: { emotion: fields.emotion } });
      return;
    }
    session.do({ action: "add", kind: "perception", fields: { ...fields, state: "desired" } });
    if (given.length) say(ui, "Rating added.", { undo: true });
  }
}

/** The ratings of what is desired at a touchpoint. */
function wishesAt(view, touchpoint) {
  return view.children("perception", touchpoint).filter((id) => {
    const { state, emotion } = view.get(id)?.fields ?? {};
    return state === "desired" && emotion !== undefined;
  });
}

/** Whether what is desired is several ratings or somebody's own: then it takes one more, and nobody moves it. */
function isShared(view, given) {
  return given.length > 1 || given.some((id) => view.get(id)?.fields.person);
}

/** What is felt at a column; at a folded stage the median of its touchpoints' medians. */
function feltAt(view, feelings, { id, stage, folded, empty }, bands) {
  if (empty) return NOTHING;
  if (folded) {
    const band = bands.find((one) => one.id === stage);
    return { ...NOTHING, median: summaryOf(view, { ...band, columns: band.stations }).median };
  }
  const { median, desired, values, words } = feelings(id).value;
  return { median, desired, values, critical: Boolean(view.get(id)?.fields.critical), words, shared: isShared(view, wishesAt(view, id)) };
}
