// What a cell of the map holds, as plain values with the ids of their records; the twin of touchmap/web/mapcells.py.

import { channelIcon, laneKind } from "./lanes.js";
import { feelingOf, median } from "./ratings.js";
import { UNCLASSIFIED, WASTED, minutesOf } from "./times.js";
import { minutes, quantity } from "./wording.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 *
 * @typedef {object} TextCell
 * @property {"field"} type
 * @property {string} text
 * @property {{key: string, text: string}[]} also  the texts beneath it that are not empty
 *
 * @typedef {{type: "names", names: {name: string, icon: string}[]}} NamesCell
 * @typedef {{type: "emotion", critical: boolean} & import("./ratings.js").Feeling} EmotionCell
 * @typedef {{type: "items", items: Item[]}} ItemsCell
 *
 * @typedef {object} Item A record in a cell: always `id`, `kind` and `text`, and by its kind:
 *   statement: `evidence` (the word), `level` (0 assumed to 3 measured), `source`;
 *   standard: `status`, `target` (in words, "" without one), `better`, `owner`, `checked` (whether a measure names it);
 *   measure: `current`, `target` (in words), `bar` ({value, goal} on 0 to 100, or null), `kept` (null: cannot be told),
 *   `needed`, `standard`;
 *   activity: `minutes` (in words), `value` (its class), `key` (how the style sheet calls that), `waste`, `bar` (0 to 100, of
 *   the longest), `asked` (whether somebody has said if the customer would pay);
 *   story: `teller`, `colour`, `told` (false: without consent, and `text` is ""); opportunity: `dots`, `pips`, `quadrant`;
 *   behaviour: `role`; cause: `cause` (its kind); term: `meaning`.
 * @property {string} id
 * @property {string} kind
 * @property {string} text
 */

export const LEVELS = Object.freeze({ assumed: 0, "staff story": 1, "customer story": 2, measured: 3 });
const NOTE_COLOURS = ["butter", "mint", "sky", "blush", "lilac"];
const MOST_PIPS = 24;
const CLASS_KEYS = { "value-added": "va", "business-necessary": "bn", [WASTED]: "nva", [UNCLASSIFIED]: "un" };
const MIDDLE = 3; // of ratings from 1 to 5

/**
 * What a lane holds at a touchpoint.
 * @param {Reader} view
 * @param {string} key  the lane's
 * @param {string} touchpoint
 * @param {{number?: number, longest?: number}} [column]  the station's number, which notes take their colour from, and the
 *   minutes of the longest waste (`longestWaste`), which the bars are measured by
 * @returns {TextCell | NamesCell | EmotionCell | ItemsCell}
 */
export function cellOf(view, key, touchpoint, column = {}) {
  const { holds } = laneKind(key);
  const fields = view.get(touchpoint)?.fields ?? {};
  if (holds.type === "field") {
    const also = (holds.also ?? []).map((other) => ({ key: other, text: fields[other] ?? "" }));
    return { type: "field", text: fields[holds.key] ?? "", also: also.filter(({ text }) => text) };
  }
  if (holds.type === "names")
    return { type: "names", names: (fields[holds.key] ?? []).map((name) => ({ name, icon: channelIcon(name) })) };
  if (holds.type === "emotion")
    return { type: "emotion", critical: Boolean(fields.critical), ...feelingOf(view, touchpoint) };
  const ids = recordsIn(view, key, touchpoint);
  return { type: "items", items: ids.flatMap((id, place) => item(view, id, { place, ...column }) ?? []) };
}

/** Whether a cell shows nothing. */
export function isEmpty(cell) {
  if (cell.type === "field") return !cell.text && !cell.also.length;
  if (cell.type === "names") return !cell.names.length;
  return cell.type === "emotion" ? !cell.n && cell.desired === null : !cell.items.length;
}

/**
 * The ids of the records in a cell, in their order; none for a lane that holds texts of the touchpoint itself.
 * @param {Reader} view
 * @param {string} key
 * @param {string} touchpoint
 * @returns {string[]}
 */
export function recordsIn(view, key, touchpoint) {
  const { holds } = laneKind(key);
  if (holds.type === "links") return linked(view, holds.kind, touchpoint);
  if (holds.type !== "children") return [];
  const fixed = Object.entries(holds.fixed);
  return view
    .children(holds.kind, touchpoint)
    .filter((id) => fixed.every(([name, value]) => view.get(id)?.fields[name] === value));
}

function linked(view, kind, touchpoint) {
  if (kind === "cause") return causesOf(view, touchpoint);
  return view.children(kind).filter((id) => view.get(id)?.fields.touchpoints?.includes(touchpoint));
}

/** The causes of the gap at a touchpoint in tree order; one that names no touchpoint explains those of the cause above. */
function causesOf(view, touchpoint, above = null, inherited = []) {
  return view.children("cause", above).flatMap((id) => {
    const own = view.get(id)?.fields.touchpoints ?? inherited;
    const beneath = causesOf(view, touchpoint, id, own);
    return own.includes(touchpoint) ? [id, ...beneath] : beneath;
  });
}

// -- items

/** A record as it stands in a cell; undefined when it is not (or no longer) there. */
function item(view, id, column) {
  const entry = view.get(id);
  return entry && { id, kind: entry.kind, ...ITEMS[entry.kind](entry.fields, { view, id, ...column }) };
}

const ITEMS = {
  statement: ({ text, evidence = "assumed", source = "" }) => ({ text, evidence, level: LEVELS[evidence], source }),
  standard: (fields, { view, id }) => ({
    text: fields.attribute,
    status: fields.status ?? "needed",
    target: fields.target === undefined ? "" : quantity(fields.target, fields.unit),
    better: fields.better ?? "higher",
    owner: fields.owner ?? "",
    checked: view.children("measure", fields.touchpoint).some((one) => view.get(one)?.fields.standard === id),
  }),
  measure: (fields, { view }) => measured(fields, view.get(fields.standard)?.fields),
  activity: (fields, { longest = 0 }) => {
    const spent = minutesOf(fields);
    const value = fields.class ?? UNCLASSIFIED;
    return {
      text: fields.name,
      minutes: spent === null ? "" : minutes(spent),
      value,
      key: CLASS_KEYS[value],
      waste: fields.waste ?? "",
      bar: longest ? (100 * (spent ?? 0)) / longest : 0,
      asked: fields.would_pay !== undefined,
    };
  },
  story: ({ text, teller = "", consent }, { number = 0, place }) => {
    const told = consent === "yes" || consent === "anonymous";
    const colour = NOTE_COLOURS[(number + place) % NOTE_COLOURS.length];
    return { text: told ? text : "", teller: consent === "yes" ? teller : "", colour, told };
  },
  opportunity: ({ title }, { view, id }) => {
    const votes = view.children("vote", id).map((vote) => view.get(vote)?.fields ?? {});
    const dots = votes.reduce((sum, vote) => sum + (vote.dots ?? 0), 0);
    return { text: title, dots, pips: Math.min(dots, MOST_PIPS), quadrant: quadrant(votes) };
  },
  behaviour: ({ text, role = "" }) => ({ text, role }),
  cause: ({ text, kind = "" }) => ({ text, cause: kind }),
  term: ({ term, meaning = "" }) => ({ text: term, meaning }),
};

/** Where the medians of effort and impact put an opportunity; "" while one of the two is not rated. */
function quadrant(votes) {
  const [effort, impact] = ["effort", "impact"].map((key) =>
    median(votes.map((vote) => vote[key]).filter((value) => value !== undefined)),
  );
  if (effort === null || impact === null) return "";
  if (impact > MIDDLE) return effort > MIDDLE ? "big project" : "quick win";
  return effort > MIDDLE ? "not worth it" : "fill-in";
}

// -- measures

/** A measure beside the standard it checks; both stand on one bar only where their units are the same. */
function measured(measure, standard) {
  const unit = measure.unit ?? standard?.unit;
  const goal = standard && isSameUnit(standard, measure) ? standard.target : undefined;
  const { current } = measure;
  return {
    text: measure.name,
    current: current === undefined ? "" : quantity(current, unit),
    target: standard?.target === undefined ? "" : quantity(standard.target, standard.unit),
    bar: current === undefined ? null : bar(current, goal, unit),
    kept: standard ? kept(standard, measure) : null,
    needed: measure.status !== "exists",
    standard: standard ? measure.standard : null,
  };
}

/** A value and its target on a scale from nought to 100 %, or to a little more than the larger of them. */
function bar(current, target, unit) {
  const top = unit === "%" ? 100 : Math.max(Math.abs(current), Math.abs(target ?? 0)) * 1.08 || 1;
  const on = (value, whole) => Math.round(Math.min(whole, Math.max(0, (value / top) * whole)) * 100) / 100;
  return { value: on(current, 100), goal: target === undefined ? null : on(target, 98.6) };
}

/**
 * Whether a measure's last value keeps its standard, both as fields; null when that cannot be told (no value, other units).
 * Better `higher` (as when left out): value ≥ target − tolerance; `lower`: ≤ target + tolerance; `exact`: both.
 */
export function kept(standard, measure) {
  const { target, tolerance = 0, better } = standard;
  const { current } = measure;
  if (target === undefined || current === undefined || !isSameUnit(standard, measure)) return null;
  // A billionth of slack: 0.3 is not to miss 0.1 + 0.2.
  const slack = 1e-9 * Math.max(1, Math.abs(target), Math.abs(current));
  const isTooLow = current < target - tolerance - slack;
  const isTooHigh = current > target + tolerance + slack;
  if (better === "lower") return !isTooHigh;
  return better === "exact" ? !isTooLow && !isTooHigh : !isTooLow;
}

function isSameUnit(standard, measure) {
  return measure.unit === undefined || (standard.unit ?? "").toLowerCase() === measure.unit.toLowerCase();
}
