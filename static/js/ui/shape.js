// What of the workshop this person sees on the map: bands, columns and lanes as chosen, recomputed when one of them changes.

import { computed } from "@preact/signals";
import { arcsOf, bandsOf, columnsOf, summaryOf } from "../model/map/columns.js";
import { labelsOf } from "../model/map/labels.js";
import { lanesOf } from "../model/map/lanes.js";
import { aboutBand } from "../model/map/notes.js";
import { count, signed } from "../model/map/wording.js";
import { sideBySide } from "../model/drawing/places.js";
import { initials } from "./people.js";
import { zoomFor } from "./state.js";

const STRIP_LANES = ["emotion", "nva", "opportunities"];
const PRINT_SIZES = [72, 66, 60, 50, 42, 34, 26, 20, 15, 10]; // per cent; map.css has a class for each
const LANE_COLUMN = 160; // CSS pixels
const PAPER = 1500; // CSS pixels between the margins of an A3 page on its side
const FOLDED = 64; // CSS pixels of a folded stage's column

/**
 * @typedef {object} Column  One column of the table: a touchpoint; or a folded or an empty stage, which has one of its own.
 * @property {string} id
 * @property {string} stage
 * @property {number} colour
 * @property {boolean} first
 * @property {number} [number]
 * @property {boolean} [folded]
 * @property {boolean} [empty]
 *
 * @typedef {import("../model/map/lanes.js").Lane} LaneShown
 *
 * @typedef {object} Shape
 * @property {string} journey  its id; "" in a workshop without one
 * @property {string} name
 * @property {{id: string, name: string}[]} journeys
 * @property {(import("../model/map/columns.js").Band & {folded: boolean, dim: boolean, about: string, stations: Column[]})[]} bands  stations: all of the stage's, folded or not
 * @property {Column[]} columns
 * @property {import("../model/map/columns.js").Arc[]} arcs
 * @property {LaneShown[]} lanes  those that are shown, the pinned ones first
 * @property {LaneShown[]} allLanes
 * @property {string[]} pinned
 * @property {{key: string, column: number, curve: number}} zoom
 * @property {{x: number, width: number}[]} places  of the columns, in CSS pixels from the first one's left edge
 * @property {number} width  of all of them
 * @property {{name: string, about: string, initials: string}} whose
 * @property {string} summary
 */

/** @returns {import("@preact/signals").ReadonlySignal<Shape>} */
export function makeShape({ session, ui }) {
  const view = session.live;
  const journeys = computed(() =>
    view.children("journey").map((id) => ({ id, name: view.get(id)?.fields.name ?? "" })),
  );
  const journey = computed(() => {
    const wanted = ui.journey.value;
    return journeys.value.find(({ id }) => id === wanted)?.id ?? journeys.value[0]?.id ?? "";
  });
  const bands = computed(() => (journey.value ? bandsOf(view, journey.value) : []));
  const arcs = computed(() => (journey.value ? arcsOf(view, journey.value) : []));
  const allLanes = computed(() => lanesOf(view));
  const lanes = computed(() => shownLanes(allLanes.value, ui));
  const labels = computed(() => labelsOf(view));
  return computed(() => {
    const { value: folded } = ui.collapsed;
    const { value: focused } = ui.focused;
    const stations = columnsOf(bands.value);
    const shown = bands.value.map((band) => {
      const isFolded = folded.includes(band.id) && band.columns.length > 0;
      const dim = Boolean(focused) && focused !== band.id;
      return { ...band, stations: band.columns, folded: isFolded, dim, about: aboutOf(view, band, isFolded), columns: columnsShown(band, isFolded) };
    });
    const columns = shown.flatMap((band) => band.columns);
    const zoom = zoomFor(ui.zoom.value, stations.length);
    const widths = columns.map((column) => (column.folded ? FOLDED : zoom.column));
    const one = view.get(journey.value)?.fields ?? {};
    return {
      journey: journey.value,
      name: one.name ?? "",
      journeys: journeys.value,
      bands: shown,
      stations,
      columns,
      places: sideBySide(widths),
      width: widths.reduce((sum, width) => sum + width, 0),
      arcs: arcs.value,
      labels: labels.value,
      lanes: lanes.value,
      allLanes: allLanes.value,
      pinned: ui.pinned.value,
      zoom,
      whose: whoseOf(view, one),
      summary: count(stations.length, labels.value.one("touchpoint"), labels.value.many("touchpoint")),
    };
  });
}

/** The lanes that are shown: as the workshop says, those that this person has pinned first; few on the smallest zoom. */
function shownLanes(all, ui) {
  const { value: pinned } = ui.pinned;
  if (ui.zoom.value === "strip") return all.filter(({ key }) => STRIP_LANES.includes(key));
  const shown = all.filter((lane) => lane.shown);
  return [...shown.filter(({ key }) => pinned.includes(key)), ...shown.filter(({ key }) => !pinned.includes(key))];
}

function columnsShown({ id, colour, name, columns }, isFolded) {
  if (isFolded) return [{ id: `fold ${id}`, stage: id, colour, name, first: true, folded: true }];
  if (!columns.length) return [{ id: `empty ${id}`, stage: id, colour, name, first: true, empty: true }];
  return columns;
}

function aboutOf(view, band, isFolded) {
  const many = aboutBand(view, band);
  if (!isFolded) return many;
  const { median, worst } = summaryOf(view, band);
  return [many, median === null ? "" : `median ${signed(median)}`, worst ? `worst: ${worst.name}` : ""].filter(Boolean).join(" · ");
}

function whoseOf(view, journey) {
  const persona = journey.persona ? view.get(journey.persona)?.fields : undefined;
  if (!persona) return { name: journey.name ?? "", about: "", initials: "" };
  return { name: persona.name, about: persona.description ?? persona.goal ?? "", initials: initials(persona.name) };
}

/** The size, in per cent, at which columns of this width together stand on one sheet of paper; at most the usual one. */
export function printSize(width) {
  return PRINT_SIZES.find((size) => ((LANE_COLUMN + width) * size) / 100 <= PAPER) ?? PRINT_SIZES.at(-1);
}
