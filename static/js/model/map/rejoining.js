// The ways around touchpoints that become one: re-pointed, put together where they are the same, their shares worked out.

import { remove, set } from "./drafts.js";
import { settledShares, writtenWays } from "./stations.js";
import { LISTS, fits } from "./texts.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 * @typedef {{id: string, fields: Record<string, any>}} Way
 */

/**
 * The edits that lead every way of some touchpoints to and from the first of them. Ways between them go; what was written on
 * those is told in `left`.
 * @param {Reader} view
 * @param {string} journey
 * @param {readonly string[]} group  in station order
 * @returns {{edits: import("./drafts.js").Draft[], left: string[]}}
 */
export function joinedWays(view, journey, group) {
  const written = writtenWays(view, journey);
  const shares = joinedShares(written, group);
  const settled = settledBySource(written);
  const ways = written.map(({ id }) => ({ id, fields: { ...view.get(id).fields } }));
  const isInside = ({ fields: { from, to } }) => from !== to && group.includes(from) && group.includes(to);
  const inside = ways.filter(isInside);
  const kept = [];
  for (const way of ways.filter((one) => !isInside(one))) {
    if (shares.has(way.id)) way.fields.share = shares.get(way.id);
    for (const end of ["from", "to"]) if (group.includes(way.fields[end])) way.fields[end] = group[0];
    const twin = kept.find((one) => isSame(one.fields, way.fields) && touches(way.fields, group[0]));
    // Shares that nobody stated stay unstated; those of one who leads here twice are worked out.
    const both = twin && together(twin, way, group.includes(twin.fields.from) && !shares.size ? null : settled);
    if (both) twin.fields = both;
    else kept.push(way);
  }
  for (const way of kept) if (kept.filter(({ fields }) => fields.from === way.fields.from).length === 1) alone(way, written);
  return { edits: editsFor(view, ways, kept), left: inside.flatMap((way) => told(view, way)) };
}

function touches({ from, to }, id) {
  return from === id || to === id;
}

function isSame(one, other) {
  return one.from === other.from && one.to === other.to && (one.kind ?? "next") === (other.kind ?? "next");
}

/** A way that nobody gave a share, and that is now the only one, needs none. */
function alone(way, written) {
  const was = written.find(({ id }) => id === way.id);
  if (was.share === null && way.fields.share !== undefined) delete way.fields.share;
}

/** The fields of two ways in one; null when something written on them would be lost. */
function together({ fields: one, id }, { fields: other, id: otherId }, settled) {
  const label = [...new Set([one.label, other.label].filter(Boolean))].join(" / ");
  const lists = Object.keys(LISTS.transition).map((key) => [key, [...new Set([...(one[key] ?? []), ...(other[key] ?? [])])]]);
  const limit = [one.within_minutes, other.within_minutes].filter((value) => value !== undefined);
  const isTooMuch = lists.some(([key, list]) => list.length > LISTS.transition[key]);
  if (isTooMuch || !fits("transition", "label", label) || new Set(limit).size > 1) return null;
  const found = { ...one };
  if (settled) found.share = rounded((one.share ?? settled.get(id)) + (other.share ?? settled.get(otherId)));
  if (label) found.label = label;
  for (const [key, list] of lists) if (list.length) found[key] = list;
  if (limit.length) found.within_minutes = limit[0];
  return found;
}

function settledBySource(written) {
  const settled = new Map();
  for (const source of new Set(written.map(({ from }) => from))) {
    const leaving = written.filter(({ from }) => from === source);
    settledShares(leaving).forEach((share, at) => settled.set(leaving[at].id, share));
  }
  return settled;
}

/**
 * The shares of the ways that leave a group, of all who leave it; none while nobody has stated one. Customers who enter it
 * are taken to enter where no way from inside leads to, in equal parts.
 */
function joinedShares(written, group) {
  const leaving = written.filter(({ from }) => group.includes(from));
  if (leaving.every(({ share }) => share === null)) return new Map();
  const settled = settledBySource(written);
  const rank = (id) => group.indexOf(id);
  const ahead = leaving.filter(({ from, to }) => rank(to) > rank(from));
  const weights = new Map();
  for (const id of group) {
    const into = ahead.filter(({ to }) => to === id);
    weights.set(id, into.length ? into.reduce((sum, way) => sum + weights.get(way.from) * settled.get(way.id), 0) : 1);
  }
  const out = leaving.filter(({ from, to }) => !group.includes(to) || from === to);
  const flow = new Map(out.map((way) => [way.id, weights.get(way.from) * settled.get(way.id)]));
  const total = [...flow.values()].reduce((sum, value) => sum + value, 0);
  return total > 0 ? new Map([...flow].map(([id, value]) => [id, rounded(value / total)])) : new Map();
}

function rounded(share) {
  return Math.round(Math.min(1, share) * 1e4) / 1e4;
}

function editsFor(view, ways, kept) {
  const edits = [];
  for (const { id, fields } of kept) {
    const was = view.get(id).fields;
    const keys = new Set([...Object.keys(was), ...Object.keys(fields)]);
    const changed = [...keys].filter((key) => JSON.stringify(was[key]) !== JSON.stringify(fields[key]));
    if (changed.length) edits.push(set("transition", id, Object.fromEntries(changed.map((key) => [key, fields[key] ?? null]))));
  }
  return [...edits, ...ways.filter((way) => !kept.includes(way)).map(({ id }) => remove("transition", id))];
}

/** What was written on a way that goes, as lines of a comment. */
function told(view, { fields: { from, to, kind = "next", label, options = [], offered_by: by = [] } }) {
  const more = [label, options.length && `options: ${options.join(", ")}`, by.length && `offered by: ${by.join(", ")}`];
  const said = more.filter(Boolean).join("; ");
  const [start, end] = [from, to].map((id) => `“${view.get(id).fields.name}”`);
  return said ? [`Way from ${start} to ${end} (${kind}): ${said}`] : [];
}
