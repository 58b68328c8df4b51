// The command that copies touchpoints with everything on them.

import { KINDS, named } from "../kinds.js";
import { add, planned, quoted, set } from "./drafts.js";
import { labelsOf } from "./labels.js";
import { journeyOf, stationsOf, writtenWays } from "./stations.js";
import { MOST_NAMED, TEXTS, fits } from "./texts.js";
import { count } from "./wording.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 * @typedef {import("./drafts.js").Plan} Plan
 */

/** The kinds that hang on a touchpoint, in an order in which each names only what stands before it. */
export const ON_TOUCHPOINT = Object.keys(KINDS).filter((kind) => KINDS[kind].parent === "touchpoint");
/** What people said about the original, and about nothing else: ratings. Votes and comments hang elsewhere and stay too. */
const OWN_WORDS = ["perception"];
/** The kinds whose list `touchpoints` names them. */
export const NAMING = ["term", "cause", "intervention"];

/**
 * Copies touchpoints of one journey with everything on them: statements, standards, measures, activities, stories,
 * behaviours, opportunities, and the terms, causes and interventions that name them. Ratings, votes and comments are not
 * copied: they are people's own words about the original. Ways among the copied are copied; no way leads to the copies yet.
 * @param {Reader} view
 * @param {readonly string[]} ids
 * @param {() => string} makeId
 * @returns {Plan}
 */
export function duplicateTouchpoints(view, ids, makeId) {
  const journey = journeyOf(view, ids[0]);
  const originals = stationsOf(view, journey).filter((id) => ids.includes(id));
  const copies = new Map(originals.map((id) => [id, makeId()]));
  const last = originals.at(-1);
  const { stage } = view.get(last).fields;
  const edits = [];
  let after = last;
  for (const id of originals) {
    const { fields } = view.get(id);
    edits.push(add("touchpoint", copies.get(id), { ...fields, stage, name: nameOfCopy(fields.name) }, { after }));
    after = copies.get(id);
  }
  for (const id of originals) edits.push(...hangingCopies(view, id, { copies, makeId }));
  edits.push(...wayCopies(view, journey, { copies, makeId }), ...namedToo(view, copies));
  const labels = labelsOf(view);
  const what = count(originals.length, labels.one("touchpoint"), labels.many("touchpoint"));
  const said = originals.length === 1 ? quoted(view.get(last).fields.name) : what;
  const stay = "Ratings, votes and comments stay with the original.";
  return planned(edits, `Copied ${said}. ${stay}`, [...copies.values()]);
}

function nameOfCopy(name) {
  const copy = `${name} (copy)`;
  return fits("touchpoint", "name", copy) ? copy : `${[...name].slice(0, TEXTS.touchpoint.name - 7).join("")} (copy)`;
}

function hangingCopies(view, touchpoint, { copies, makeId }) {
  const edits = [];
  for (const kind of ON_TOUCHPOINT.filter((one) => !OWN_WORDS.includes(one)))
    for (const id of view.children(kind, touchpoint)) {
      copies.set(id, makeId());
      edits.push(add(kind, copies.get(id), remapped(view.get(id), copies)));
    }
  return edits;
}

/** The fields of a record with the copies in place of the originals it names. */
function remapped(entry, copies) {
  const fields = { ...entry.fields };
  for (const reference of KINDS[entry.kind].references) {
    const targets = named(entry, reference).map((id) => copies.get(id) ?? id);
    if (targets.length) fields[reference.key] = reference.many ? targets : targets[0];
  }
  return fields;
}

function wayCopies(view, journey, { copies, makeId }) {
  return writtenWays(view, journey)
    .filter(({ from, to }) => copies.has(from) && copies.has(to))
    .map(({ id }) => add("transition", makeId(), remapped(view.get(id), copies)));
}

/** Names the copies wherever their originals are named. */
function namedToo(view, copies) {
  return namingRecords(view).flatMap((id) => {
    const { kind, fields } = view.get(id);
    const more = fields.touchpoints.flatMap((one) => copies.get(one) ?? []);
    const touchpoints = [...fields.touchpoints, ...more];
    return more.length && touchpoints.length <= MOST_NAMED ? [set(kind, id, { touchpoints })] : [];
  });
}

/** The ids of all terms, causes and interventions that name touchpoints. */
export function namingRecords(view) {
  return NAMING.flatMap((kind) => (kind === "cause" ? causes(view) : view.children(kind))).filter(
    (id) => view.get(id)?.fields.touchpoints,
  );
}

function causes(view, above = null) {
  return view.children("cause", above).flatMap((id) => [id, ...causes(view, id)]);
}
