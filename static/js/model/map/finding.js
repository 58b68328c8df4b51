// Finding: every text of a workshop that holds what somebody looks for, and the touchpoints that a filter lets through.

import { KINDS } from "../kinds.js";
import { recordsIn } from "./cells.js";
import { LANES } from "./lanes.js";
import { feelingOf } from "./ratings.js";
import { folded } from "./scoring.js";
import { stationsOf } from "./stations.js";
import { TEXTS } from "./texts.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 *
 * @typedef {object} Found
 * @property {string} record
 * @property {string} kind
 * @property {string} field
 * @property {string | null} touchpoint  where it stands; null for what belongs to no touchpoint of the journey
 * @property {string | null} lane  the lane's key; null for a name and for what no lane shows
 * @property {string} excerpt  a part of the text around the first match
 * @property {[number, number][]} ranges  of the matches in the excerpt, in code units
 *
 * @typedef {object} Filter
 * @property {string} id
 * @property {string} name  as it is typed and shown
 * @property {(view: Reader, touchpoint: string) => boolean} lets
 */

const AROUND = 40;
const LONGEST = 120;
const MOST = 500;
/** Somebody's private words, and what nobody looks for. */
const NOT_SEARCHED = ["perception", "vote", "person", "version", "lane"];
const LANE_OF_FIELD = new Map(
  LANES.filter(({ holds }) => holds.type === "field" || holds.type === "names").flatMap(({ key, holds }) =>
    [holds.key, ...(holds.also ?? [])].map((field) => [field, key]),
  ),
);

/**
 * Every text that holds all the words of a query, whatever the case and the diacritics: first what stands in the journey, in
 * the order of the map, then the rest of the workshop. A story without consent is found, but not shown. Ratings are private
 * and not looked through.
 * @param {Reader} view
 * @param {string} journey
 * @param {string} query
 * @returns {Found[]}
 */
export function find(view, journey, query) {
  const words = folded(query.trim()).folded.split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const found = [];
  for (const place of placesOf(view, journey)) {
    const entry = view.get(place.record);
    for (const field of Object.keys(TEXTS[entry?.kind] ?? {}))
      for (const text of [entry.fields[field] ?? []].flat()) {
        const match = matchIn(text, words);
        if (match) found.push({ ...place, kind: entry.kind, field, lane: laneOf(entry, field), ...shown(entry, match) });
      }
    if (found.length >= MOST) break;
  }
  return found.slice(0, MOST);
}

function shown({ kind, fields }, match) {
  const isSecret = kind === "story" && !["yes", "anonymous"].includes(fields.consent);
  return isSecret ? { excerpt: "A story that may not be retold", ranges: [] } : match;
}

function laneOf({ kind, fields }, field) {
  if (kind === "touchpoint") return LANE_OF_FIELD.get(field) ?? null;
  const all = LANES.filter(({ holds }) => holds.kind === kind);
  const isThere = ({ holds }) => Object.entries(holds.fixed ?? {}).every(([key, value]) => fields[key] === value);
  // Waste stands in two lanes; the narrower one comes last.
  return all.findLast(isThere)?.key ?? null;
}

/** Every record that is looked through with its touchpoint, each once. */
function* placesOf(view, journey) {
  const seen = new Set();
  const place = function* (record, touchpoint = null) {
    if (seen.has(record)) return;
    seen.add(record);
    yield { record, touchpoint };
    for (const kind of Object.keys(KINDS))
      if (KINDS[kind].parent && !NOT_SEARCHED.includes(kind) && isAbove(view.get(record)?.kind, kind))
        for (const id of view.children(kind, record)) yield* place(id, kind === "touchpoint" ? id : touchpoint);
  };
  yield* place(journey);
  for (const { key } of LANES.filter(({ holds }) => holds.type === "links"))
    for (const touchpoint of stationsOf(view, journey))
      for (const record of recordsIn(view, key, touchpoint)) if (!seen.has(record)) yield* place(record, touchpoint);
  for (const id of view.children("comment")) yield* place(id, touchpointOf(view, view.get(id)?.fields.about));
  for (const kind of Object.keys(KINDS))
    if (!NOT_SEARCHED.includes(kind)) for (const id of view.children(kind)) yield* place(id);
}

function isAbove(kind, child) {
  return KINDS[child].parent === kind;
}

/** The touchpoint that a record hangs on; null for one that hangs on none. */
function touchpointOf(view, id) {
  const entry = view.get(id);
  if (entry?.kind === "touchpoint") return id;
  return entry?.fields.touchpoint ?? null;
}

/** The part of a text around the first of the words, with all of them marked; null when one is missing. */
function matchIn(text, words) {
  const { folded: whole, places } = folded(text);
  const starts = words.map((word) => whole.indexOf(word));
  if (starts.some((at) => at < 0)) return null;
  const first = places[Math.min(...starts)];
  const from = first <= AROUND ? 0 : wordStart(text, first - AROUND);
  const part = text.slice(from, from + LONGEST);
  const cut = [from > 0 ? "…" : "", from + LONGEST < text.length ? "…" : ""];
  const ranges = words.flatMap((word) => rangesOf(word, { whole, places, from, to: from + part.length }));
  const shift = cut[0].length - from;
  return {
    excerpt: cut[0] + part.replace(/\s/g, " ") + cut[1],
    ranges: distinct(ranges.map(([start, end]) => [start + shift, end + shift])),
  };
}

/** A place near another that no word, and no character, is cut at. */
function wordStart(text, at) {
  const space = text.indexOf(" ", at);
  return space >= 0 && space < at + AROUND / 2 ? space + 1 : at + (/[\udc00-\udfff]/.test(text[at]) ? 1 : 0);
}

function rangesOf(word, { whole, places, from, to }) {
  const found = [];
  for (let at = whole.indexOf(word); at >= 0; at = whole.indexOf(word, at + word.length)) {
    // A match may end in the middle of a sign, as “s” does in “ß”: all of it is marked.
    const [last, behind] = [places[at + word.length - 1], places[at + word.length]];
    const end = last === behind ? behind + 1 : behind;
    if (places[at] >= from && end <= to) found.push([places[at], end]);
  }
  return found;
}

function distinct(ranges) {
  const sorted = ranges.toSorted(([one], [other]) => one - other);
  return sorted.filter(([start], at) => !at || start >= sorted[at - 1][1]);
}

// -- filters

const fieldsOn = (view, kind, touchpoint) => view.children(kind, touchpoint).map((id) => view.get(id)?.fields ?? {});

/** The filters that a search offers; each lets touchpoints through. @type {readonly Filter[]} */
export const FILTERS = Object.freeze([
  {
    id: "low",
    name: "below −1",
    lets: (view, touchpoint) => (feelingOf(view, touchpoint).median ?? 0) < -1,
  },
  {
    id: "votes",
    name: "has votes",
    lets: (view, touchpoint) =>
      view
        .children("opportunity", touchpoint)
        .some((id) => fieldsOn(view, "vote", id).some(({ dots = 0 }) => dots > 0)),
  },
  {
    id: "comment",
    name: "has open comment",
    lets: (view, touchpoint) =>
      view.children("comment").some((id) => {
        const { about, resolved } = view.get(id)?.fields ?? {};
        return !resolved && touchpointOf(view, about) === touchpoint;
      }),
  },
  {
    id: "no-desired",
    name: "no desired state",
    lets: (view, touchpoint) => !fieldsOn(view, "statement", touchpoint).some(({ state }) => state === "desired"),
  },
  {
    id: "standard",
    name: "needs a standard",
    lets: (view, touchpoint) =>
      fieldsOn(view, "standard", touchpoint).some(({ status = "needed" }) => status === "needed"),
  },
]);

/**
 * The touchpoints of a journey that every filter lets through.
 * @param {Reader} view
 * @param {string} journey
 * @param {readonly Filter[]} filters
 * @returns {string[]}
 */
export function filtered(view, journey, filters) {
  return stationsOf(view, journey).filter((id) => filters.every(({ lets }) => lets(view, id)));
}
