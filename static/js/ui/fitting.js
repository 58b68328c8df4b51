// Choices that fit what is typed, the best first, with the places that fit.

import { ranked } from "../model/map/scoring.js";

/**
 * @template {{name: string, also?: string, number?: string | number}} Choice  `also`: further words it is found by
 * @param {string} query
 * @param {readonly Choice[]} choices
 * @param {number} [most]
 * @returns {(Choice & {ranges?: import("../model/map/scoring.js").Range[]})[]}
 */
export function fitting(query, choices, most = 50) {
  if (!query.trim()) return [...choices];
  // The number of a station is typed as readily as its name, and an exact one is what is meant.
  const numbered = choices.filter(({ number }) => String(number ?? "") === query.trim());
  const named = ranked(query, choices, ({ name }) => name, most);
  const known = new Set([...numbered, ...named.map(({ item }) => item)]);
  const others = ranked(query, choices.filter((choice) => choice.also && !known.has(choice)), ({ also }) => also, most);
  return [...numbered, ...named.filter(({ item }) => !numbered.includes(item)).map(({ item, ranges }) => ({ ...item, ranges })), ...others.map(({ item }) => item)].slice(0, most);
}
