// The graph as a list: each touchpoint with the ways that lead on, in words: "goes to 7; 31 % skip to 8".

import { settledShares, stationsOf, waysOf } from "./stations.js";
import { percent } from "./wording.js";

/**
 * @typedef {{id: string | null, words: string, label: string}} WayOn  id: of the transition; null while it is only implied
 * @typedef {{id: string, number: number, name: string, ways: WayOn[]}} Stop
 */

const VERBS = { next: "go on to", choice: "choose", failure: "fail to", recovery: "are brought to", repeat: "come again to" };

/**
 * @param {import("./labels.js").Reader} view
 * @param {string} journey
 * @returns {Stop[]}
 */
export function graphList(view, journey) {
  const stations = stationsOf(view, journey);
  const places = new Map(stations.map((id, at) => [id, at]));
  const leaving = new Map(stations.map((id) => [id, []]));
  for (const way of waysOf(view, journey)) leaving.get(way.from)?.push(way);
  return stations.map((id, at) => {
    const ways = leaving.get(id);
    const shares = settledShares(ways);
    const words = ways.map((way, place) => wordsFor(view, way, { at, goal: places.get(way.to), share: shares[place], alone: ways.length === 1 }));
    return { id, number: at + 1, name: nameOf(view, id), ways: ways.map((way, place) => ({ id: way.id, words: words[place], label: way.label })) };
  });
}

function wordsFor(view, { to, kind, share: stated }, { at, goal, share, alone }) {
  const place = goal === undefined ? `“${nameOf(view, to)}”` : `${goal + 1} ${nameOf(view, to)}`;
  const isPlain = kind === "next";
  const verb = goal === undefined ? "end in" : isPlain && goal > at + 1 ? "skip to" : isPlain && goal < at ? "go back to" : (VERBS[kind] ?? VERBS.next);
  if (alone && (stated === null || share === 1)) return `${isPlain ? "" : `${kind}: `}all ${verb} ${place}`;
  return `${isPlain ? "" : `${kind}: `}${percent(share)} ${verb} ${place}${stated === null ? " (assumed)" : ""}`;
}

function nameOf(view, id) {
  return view.get(id)?.fields.name ?? "";
}
