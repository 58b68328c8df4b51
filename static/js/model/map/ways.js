// Commands on transitions: drawing and taking away ways, and closing or opening the line around touchpoints.

import { add, planned, quoted, refused, remove, set } from "./drafts.js";
import { impliedWays, journeyOf, stationsOf, writtenWays } from "./stations.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 * @typedef {import("./stations.js").Way} Way
 * @typedef {import("./drafts.js").Plan} Plan
 * @typedef {import("./drafts.js").Draft} Draft
 */

/**
 * The kind that a new way most likely has: back is `repeat`, the first way out is `next`, a further one a `choice`; a way to
 * those who are lost is a `failure`.
 */
export function likelyKind(view, from, to) {
  const journey = journeyOf(view, from);
  if (view.get(to)?.fields.result === "lost") return "failure";
  const stations = stationsOf(view, journey);
  if (stations.includes(to) && stations.indexOf(to) <= stations.indexOf(from)) return "repeat";
  return waysFrom(view, journey, from).some(({ kind }) => kind === "next") ? "choice" : "next";
}

function waysFrom(view, journey, from) {
  const written = writtenWays(view, journey);
  return (written.length ? written : impliedWays(view, journey)).filter((way) => way.from === from);
}

/**
 * Draws a way from a touchpoint to another or to an outcome. In a journey without transitions the line that was implied is
 * written down first: one branch must not cut all the others off.
 * @param {Reader} view
 * @param {{from: string, to: string, kind?: string, label?: string, share?: number | null}} way
 * @param {() => string} makeId
 * @returns {Plan}
 */
export function connect(view, { from, to, kind = likelyKind(view, from, to), label = "", share = null }, makeId) {
  const journey = journeyOf(view, from);
  const problem = cannotLead(view, from, to);
  if (problem) return refused(problem);
  const written = writtenWays(view, journey);
  if (written.some((way) => way.from === from && way.to === to && way.kind === kind))
    return refused(`There is already a way of this kind from ${name(view, from)} to ${name(view, to)}.`);
  const line = written.length ? [] : impliedWays(view, journey);
  const others = line.filter((way) => !(way.from === from && way.to === to && kind === "next"));
  const edits = others.map((way) => added(journey, way, makeId()));
  const last = written.findLast((way) => way.from === from)?.id;
  const id = makeId();
  edits.push(added(journey, { from, to, kind, label, share }, id, last && { after: last }));
  return planned(edits, `A way leads from ${name(view, from)} to ${name(view, to)}.`, [id]);
}

function added(journey, { from, to, kind, label, share }, id, position) {
  const fields = { journey, from, to };
  if (kind !== "next") fields.kind = kind;
  if (share !== null) fields.share = share;
  if (label.trim()) fields.label = label.trim();
  return add("transition", id, fields, position);
}

/** Why a way cannot lead from here to there; "" when it can. */
function cannotLead(view, from, to) {
  const [start, end] = [view.get(from), view.get(to)];
  if (start?.kind !== "touchpoint") return "A way starts at a touchpoint.";
  if (end?.kind !== "touchpoint" && end?.kind !== "outcome") return "A way leads to a touchpoint or to an outcome.";
  return journeyOf(view, from) === journeyOf(view, to) ? "" : "A way stays in its journey.";
}

function name(view, id) {
  return quoted(view.get(id)?.fields.name ?? "");
}

/**
 * Lets a transition start or end somewhere else.
 * @param {Reader} view
 * @param {string} transition
 * @param {{from?: string, to?: string}} ends
 * @returns {Plan}
 */
export function reconnect(view, transition, ends) {
  const { journey, ...way } = view.get(transition).fields;
  const { from, to } = { from: way.from, to: way.to, ...ends };
  const problem = cannotLead(view, from, to);
  if (problem) return refused(problem);
  const kind = way.kind ?? "next";
  const others = writtenWays(view, journey).filter(({ id }) => id !== transition);
  if (others.some((other) => other.from === from && other.to === to && other.kind === kind))
    return refused(`There is already a way of this kind from ${name(view, from)} to ${name(view, to)}.`);
  const changed = Object.entries({ from, to }).filter(([key, value]) => way[key] !== value);
  const edits = changed.length ? [set("transition", transition, Object.fromEntries(changed))] : [];
  return planned(edits, `The way leads from ${name(view, from)} to ${name(view, to)} now.`);
}

/**
 * Takes a way away.
 * @param {Reader} view
 * @param {string} transition
 * @returns {Plan}
 */
export function removeTransition(view, transition) {
  const { journey, from, to } = view.get(transition).fields;
  const isLast = view.children("transition", journey).length === 1;
  const then = isLast ? " No way is left, so customers pass the touchpoints in their order." : "";
  return planned(
    [remove("transition", transition)],
    `The way from ${name(view, from)} to ${name(view, to)} is gone.${then}`,
  );
}

/**
 * Cuts the line that is implied between two touchpoints: the rest of it is written down.
 * @param {Reader} view
 * @param {string} from
 * @param {string} to
 * @param {() => string} makeId
 * @returns {Plan}
 */
export function cut(view, from, to, makeId) {
  const journey = journeyOf(view, from);
  const left = impliedWays(view, journey).filter((way) => way.from !== from || way.to !== to);
  if (!left.length)
    return refused("While no way is drawn, customers pass the touchpoints in their order: draw another way first.");
  const edits = left.map((way) => added(journey, way, makeId()));
  return planned(edits, `No way leads from ${name(view, from)} to ${name(view, to)} any more.`);
}

// -- the line around touchpoints that come and go

/**
 * The edits that lead customers through new touchpoints between two stations (either may be missing): A → B becomes
 * A → new → B, the transition keeps its share and its label on the first part. Ways that are no plain `next` stay.
 * @param {Reader} view
 * @param {string} journey
 * @param {{previous?: string, next?: string, ids: string[]}} between  `ids` are the new ones in order
 * @param {() => string} makeId
 * @returns {Draft[]}
 */
export function spliceIn(view, journey, { previous, next, ids }, makeId) {
  const edits = [];
  const { start } = view.get(journey).fields;
  if (next && !previous && start === next) edits.push(set("journey", journey, { start: ids[0] }));
  const written = writtenWays(view, journey);
  if (!written.length) return edits;
  const plain = (from, to) => edits.push(add("transition", makeId(), { journey, from, to }));
  const leaving = written.filter(({ from }) => from === previous);
  const through = throughWays(view, leaving, next);
  for (const { id } of through) edits.push(set("transition", id, { to: ids[0] }));
  if (previous && !leaving.length) plain(previous, ids[0]);
  ids.slice(1).forEach((id, at) => plain(ids[at], id));
  const to = through[0]?.to ?? (previous ? undefined : next);
  if (to) plain(ids.at(-1), to);
  return edits;
}

/** The ways that new touchpoints after a station come into; at the end of the line, the one way to an outcome. */
function throughWays(view, leaving, next) {
  if (next) return leaving.filter(({ to, kind }) => to === next && kind === "next");
  const [only, more] = leaving;
  return only && !more && only.kind === "next" && view.get(only.to)?.kind === "outcome" ? [only] : [];
}

/**
 * The edits that close the line where touchpoints go: A → x → B becomes A → B when x has one way in and one way out. To be
 * done before the touchpoints are removed.
 * @param {Reader} view
 * @param {string} journey
 * @param {readonly string[]} going
 * @returns {Draft[]}
 */
export function spliceOut(view, journey, going) {
  const was = new Map(writtenWays(view, journey).map((way) => [way.id, way]));
  const ways = new Map([...was].map(([id, way]) => [id, { ...way }]));
  const next = new Map();
  for (const id of going) next.set(id, bridged(ways, id));
  const edits = [];
  for (const [id, { from, to, kind, share, label }] of ways) {
    if (going.includes(from) || going.includes(to)) continue;
    const changed = Object.entries({ to, kind, share, label }).filter(([key, value]) => was.get(id)[key] !== value);
    if (changed.length) edits.push(set("transition", id, Object.fromEntries(changed)));
  }
  const start = startAfter(view, view.get(journey).fields.start, next);
  if (start) edits.push(set("journey", journey, { start }));
  return edits;
}

/** Leads the one way into a touchpoint on to where its one way out leads; gives that place. */
function bridged(ways, id) {
  const into = [...ways.values()].filter(({ from, to }) => to === id && from !== id);
  const out = [...ways.values()].filter(({ from, to }) => from === id && to !== id);
  if (out.length !== 1) return undefined;
  const { to } = out[0];
  if (into.length !== 1 || into[0].from === to) return to;
  const [way] = into;
  const kind = way.kind === "next" ? out[0].kind : way.kind;
  const twin = [...ways.values()].find((one) => one.from === way.from && one.to === to && one.kind === kind);
  if (twin) {
    // There is such a way already: those who came through the touchpoint take it too.
    if (twin.share !== null && way.share !== null) twin.share = Math.round(Math.min(1, twin.share + way.share) * 1e4) / 1e4;
    return to;
  }
  Object.assign(way, { to, kind, label: way.label || out[0].label });
  ways.delete(out[0].id);
  return to;
}

/** Where customers come in when the start goes; undefined when it stays, or nobody can say. */
function startAfter(view, start, next) {
  let found = start;
  const seen = new Set();
  while (next.has(found) && !seen.has(found)) {
    seen.add(found);
    found = next.get(found);
  }
  return found !== start && view.get(found)?.kind === "touchpoint" && !next.has(found) ? found : undefined;
}
