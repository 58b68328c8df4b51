// Keeps what the server says about the journey up to date while people edit it.

import { effect } from "@preact/signals";
import { Asking, isDrawn } from "../../model/asking.js";
import { waysOf } from "../../model/map/stations.js";

const AT_THE_GRAPH = 800; // ms after the last change
const AT_THE_MAP = 2500; // where only flags and a number change

/** Begins to ask; once per page. @param {import("../context.js").Editor} editor */
export function keepReadings({ session, ui, shape, readings }) {
  const { said, drawn } = readings;
  const asking = (path, told) =>
    new Asking({
      ask: (journey) => session.api(`${path}${journey && `?journey=${encodeURIComponent(journey)}`}`),
      tell: (news) => Object.entries(news).forEach(([key, value]) => (told[key].value = value)),
    });
  const reading = asking("reading", said);
  const drawing = asking("graph", drawn);
  const both = [reading, drawing];

  effect(() => {
    const { journey } = shape.value;
    both.forEach((one) => one.about(journey));
  });
  const look = () => {
    const isGraph = ui.view.value === "graph";
    reading.wait = isGraph || readings.listed.value !== null ? AT_THE_GRAPH : AT_THE_MAP;
    reading.look(!document.hidden && ui.view.value !== "scribe");
    drawing.look(!document.hidden && isGraph);
  };
  effect(look);
  document.addEventListener("visibilitychange", look);
  effect(() => {
    const heard = session.heard.value;
    if (heard.length) reading.changed();
    if (heard.some(({ change }) => isDrawn(change))) drawing.changed();
  });
  // What came in one piece, because there was too much of it, is not told change by change: the shape of the journey shows it.
  let last = null;
  effect(() => {
    const now = shapeOf(session.live, shape.value);
    if (last !== null && now !== last) both.forEach((one) => one.changed());
    last = now;
  });
  let wasOff = false;
  effect(() => {
    const isOff = session.status.value.state === "offline";
    if (wasOff && !isOff) both.forEach((one) => (one.again(), one.changed()));
    wasOff = isOff;
  });
}

function shapeOf(view, { journey, stations }) {
  if (!journey) return "";
  return JSON.stringify([journey, stations.map(({ id }) => [id, view.get(id)?.fields.name]), waysOf(view, journey)]);
}
