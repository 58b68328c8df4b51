// The journey in small, as a minimap of the map.

import { html } from "htm/preact";
import { useComputed } from "@preact/signals";
import { dotsOf } from "../model/map/notes.js";
import { useEditor } from "./context.js";
import { JourneyStrip } from "./drawing/strip.js";

const LANES = 160; // CSS pixels that the lanes' names take

export function Strip() {
  const { session, shape, feelings } = useEditor();
  const ids = useComputed(() => shape.value.columns.filter(({ folded, empty }) => !folded && !empty));
  const medians = useComputed(() => ids.value.map(({ id }) => feelings(id).value.median));
  const votes = useComputed(() => ids.value.map(({ id }) => dotsOf(session.live, [id])));
  const stages = useComputed(() => ids.value.map(({ colour }) => colour - 1));
  const { zoom, name } = shape.value;
  if (!stages.value.length) return null;
  return html`<${JourneyStrip}
    label=${`${name} in small: choose what the map shows`}
    controls="wall"
    stages=${stages.value}
    medians=${medians.value}
    votes=${votes.value}
    pinned=${LANES}
    column=${zoom.column}
  />`;
}
