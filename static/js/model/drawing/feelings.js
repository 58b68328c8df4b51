// What people's ratings of one touchpoint say, as the analysis counts them: median, quartiles, agreement, groups; the twin of
// touchmap/domain/analysis/perceptions.py.

import { WIDTH, spreadOf as spreadOfValues } from "../map/ratings.js";

const SMALLEST_GROUP = 3;
const OTHERS = "others";
const NO_GROUP = "no group stated";

/**
 * @typedef {object} Rating One value and who gave it.
 * @property {number} value
 * @property {string | null} group
 * @property {string} rater  equal for ratings of the same person
 * @property {boolean} anonymous
 * @property {boolean} known  whether a person is named
 *
 * @typedef {import("../map/ratings.js").Spread} Spread
 *
 * @typedef {{fields: Record<string, any>}} Held  a record as the state holds it
 */

/**
 * The ratings of one touchpoint on one scale by state; a rating whose state was left out is of the current one.
 * @param {Iterable<[string, Held]>} perceptions  by id, those of the touchpoint
 * @param {(id: string) => Held | undefined} person
 * @param {string} [scale]  the field; emotion when left out
 * @returns {{current: Rating[], desired: Rating[]}}
 */
export function emotionsOf(perceptions, person, scale = "emotion") {
  const found = { current: [], desired: [] };
  for (const [id, { fields }] of perceptions) {
    if (fields[scale] === undefined || fields[scale] === null) continue;
    const who = fields.person ? person(fields.person)?.fields : undefined;
    found[fields.state === "desired" ? "desired" : "current"].push({
      value: fields[scale],
      group: fields.group ?? who?.group ?? null,
      rater: fields.person ?? id,
      anonymous: !who?.name,
      known: Boolean(fields.person),
    });
  }
  return found;
}

/**
 * Every rating and what may be said about them.
 * @param {Rating[]} ratings
 * @param {number} [width]  of the scale, from its lowest to its highest value; emotion's when left out
 * @returns {Spread}
 */
export function spreadOf(ratings, width = WIDTH) {
  return spreadOfValues(ratings.map(({ value }) => value), width);
}

/**
 * The ratings of each group, and a sentence on what was done to keep people unrecognised.
 *
 * A group of fewer than three people with a rating that was given anonymously is put together with `others`; should that
 * still be fewer than three, the smallest group that is left joins it, because its ratings could be told by taking the shown
 * groups from the whole. With one group left, none is shown.
 * @param {Rating[]} ratings
 * @param {number} [width]  of the scale
 */
export function groupsOf(ratings, width = WIDTH) {
  const found = new Map();
  for (const rating of ratings) {
    const name = rating.group || NO_GROUP;
    if (found.has(name)) found.get(name).push(rating);
    else found.set(name, [rating]);
  }
  if (found.size < 2) return { groups: [], privacy: "" };
  const people = (name) => new Set(found.get(name).map((rating) => rating.rater)).size;
  const isSmall = (name) => people(name) < SMALLEST_GROUP && found.get(name).some((rating) => rating.anonymous);
  const hidden = [...found.keys()].filter(isSmall);
  const shown = [...found.keys()].filter((name) => !hidden.includes(name));
  const count = () => hidden.reduce((sum, name) => sum + people(name), 0);
  while (hidden.length && shown.length && count() < SMALLEST_GROUP) {
    const smallest = shown.reduce((one, other) => (people(other) < people(one) ? other : one));
    hidden.push(...shown.splice(shown.indexOf(smallest), 1));
  }
  if (!shown.length)
    return {
      groups: [],
      privacy: "Not shown by group: fewer than three people in a group, and ratings were anonymous.",
    };
  const groups = shown.map((name) => ({ name, members: [], ...spreadOf(found.get(name), width) }));
  if (!hidden.length) return { groups, privacy: "" };
  const together = hidden.flatMap((name) => found.get(name));
  groups.push({ name: OTHERS, members: hidden, ...spreadOf(together, width) });
  return { groups, privacy: `Put together as others, to keep people unrecognised: ${hidden.join(", ")}.` };
}
