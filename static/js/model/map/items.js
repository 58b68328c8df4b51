// Commands on what stands in the cells: moving an item to another cell, making another kind of it, setting several at once.

import { isEqual } from "../state.js";
import { add, move, planned, quoted, refused, remove, set } from "./drafts.js";
import { laneKind } from "./lanes.js";
import { journeyOf, stationsOf } from "./stations.js";
import { MOST_NAMED, fits } from "./texts.js";
import { capital } from "./wording.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 * @typedef {import("./drafts.js").Plan} Plan
 *
 * @typedef {object} Cell Where an item is to stand.
 * @property {string} touchpoint
 * @property {string} lane  its key
 * @property {{after: string | null} | {before: string}} [position]  among the records of its kind there; left out: the last
 */

/** The field that holds what a record says, by its kind: what goes along when it becomes another kind. */
export const MAIN_TEXT = Object.freeze({
  statement: "text",
  standard: "attribute",
  measure: "name",
  activity: "name",
  story: "text",
  behaviour: "text",
  opportunity: "title",
});
/** What says nothing of its own once the record is another one. */
const SILENT = ["touchpoint", "state", "consent", "standard"];
const SAYS_NOTHING = { evidence: "assumed", class: "unclassified" };

/**
 * Puts an item into another cell: another touchpoint, state or place, or another lane, where it becomes another kind.
 * @param {Reader} view
 * @param {string} id
 * @param {Cell & {from?: string}} cell  `from`: for terms and causes, the touchpoint that they stand at now
 * @param {() => string} makeId
 * @returns {Plan}
 */
export function moveItem(view, id, { touchpoint, lane, position, from }, makeId) {
  const { kind, fields } = view.get(id);
  const { holds } = laneKind(lane);
  if (holds.kind !== kind) return convertItem(view, id, { touchpoint, lane, position }, makeId);
  if (holds.type === "links") return moveLink(view, id, from, touchpoint);
  const parent = fields.touchpoint === touchpoint ? {} : { touchpoint };
  const { state, ...rest } = holds.fixed;
  if (state && state !== fields.state) parent.state = state;
  const edits = [];
  const going = Object.keys(parent).length ? { fields: parent } : {};
  if (going.fields || position) edits.push(move(kind, id, { ...going, ...(position && { position }) }));
  const changed = Object.entries(rest).filter(([key, value]) => fields[key] !== value);
  if (changed.length) edits.push(set(kind, id, Object.fromEntries(changed)));
  return planned(edits, `Moved to ${quoted(view.get(touchpoint).fields.name)}.`, [id]);
}

function moveLink(view, id, from, touchpoint) {
  const { kind, fields } = view.get(id);
  const now = fields.touchpoints ?? [];
  if (!now.includes(from)) return refused("It stands here because of the cause above it: move that one.");
  const touchpoints = [...new Set(now.map((one) => (one === from ? touchpoint : one)))];
  const edits = from === touchpoint ? [] : [set(kind, id, { touchpoints })];
  return planned(edits, `Moved to ${quoted(view.get(touchpoint).fields.name)}.`, [id]);
}

/**
 * Makes another kind of record of an item: its text goes along, what else is written on it stands in brackets behind. Not
 * done where something hangs on it, or where its text would be too long or told without consent.
 * @param {Reader} view
 * @param {string} id
 * @param {Cell} cell
 * @param {() => string} makeId
 * @returns {Plan}
 */
export function convertItem(view, id, { touchpoint, lane, position }, makeId) {
  const entry = view.get(id);
  const { holds } = laneKind(lane);
  const problem = cannotBecome(view, id, holds);
  if (problem) return refused(problem);
  const text = inWords(entry);
  if (!fits(holds.kind, holds.text, text)) return refused("The text is too long for one line: shorten it first.");
  const made = makeId();
  const edits = [add(holds.kind, made, { touchpoint, ...holds.fixed, [holds.text]: text }, position)];
  for (const comment of view.children("comment"))
    if (view.get(comment)?.fields.about === id) edits.push(set("comment", comment, { about: made }));
  edits.push(remove(entry.kind, id, made));
  return planned(edits, `${capital(entry.kind)} is now: ${holds.kind}.`, [made]);
}

/** Why a record cannot become what a lane holds; "" when it can. */
function cannotBecome(view, id, holds) {
  const { kind, fields } = view.get(id);
  if (!(kind in MAIN_TEXT) || holds.type !== "children") return "This cannot be moved to another lane.";
  if (kind === "story" && !["yes", "anonymous"].includes(fields.consent))
    return "This story was told without consent to retell it: it stays a story.";
  if (kind === "opportunity" && view.children("vote", id).length) return "There are votes on it: it stays what it is.";
  const others = naming(view, id);
  return others ? `A ${others} names it: it stays what it is.` : "";
}

/** The kind of a record that names this one and is no comment; undefined when there is none. */
function naming(view, id) {
  const { kind, fields } = view.get(id);
  if (kind === "standard") {
    const isChecked = allMeasures(view, fields.touchpoint).some((one) => view.get(one)?.fields.standard === id);
    return isChecked ? "measure" : undefined;
  }
  const [by, key] = { opportunity: ["intervention", "opportunities"], measure: ["commitment", "measures"] }[kind] ?? [];
  return by && view.children(by).some((one) => view.get(one)?.fields[key]?.includes(id)) ? by : undefined;
}

/** The measures of the whole journey: one may check a standard of another touchpoint. */
function allMeasures(view, touchpoint) {
  return stationsOf(view, journeyOf(view, touchpoint)).flatMap((one) => view.children("measure", one));
}

/** The text of a record with what else is written on it in brackets. */
function inWords({ kind, fields }) {
  const { [MAIN_TEXT[kind]]: text, ...rest } = fields;
  const isNameless = kind === "story" && fields.consent !== "yes";
  const more = Object.entries(rest).filter(
    ([key, value]) => !SILENT.includes(key) && SAYS_NOTHING[key] !== value && !(isNameless && key === "teller"),
  );
  const said = more.map(([key, value]) => `${key.replaceAll("_", " ")}: ${value}`).join("; ");
  return said ? `${text} (${said})` : text;
}

/**
 * Sets the same fields on several records of one kind; those that have them already are left alone.
 * @param {Reader} view
 * @param {readonly string[]} ids
 * @param {Record<string, unknown>} fields  null empties one
 * @returns {Plan}
 */
export function setMany(view, ids, fields) {
  const edits = ids.flatMap((id) => {
    const { kind, fields: now } = view.get(id);
    const changed = Object.entries(fields).filter(([key, value]) => !isEqual(now[key] ?? null, value));
    return changed.length ? [set(kind, id, Object.fromEntries(changed))] : [];
  });
  return planned(edits, `Set on ${edits.length} of ${ids.length}.`, [...ids]);
}

/**
 * Lets a term or a cause stand at a touchpoint too, or no longer.
 * @param {Reader} view
 * @param {string} id
 * @param {string} touchpoint
 * @param {boolean} isThere
 * @returns {Plan}
 */
export function link(view, id, touchpoint, isThere) {
  const { kind, fields } = view.get(id);
  const now = fields.touchpoints ?? [];
  if (now.includes(touchpoint) === isThere) return planned([], "");
  if (isThere && now.length >= MOST_NAMED) return refused("It stands at as many touchpoints as it can.");
  const touchpoints = isThere ? [...now, touchpoint] : now.filter((one) => one !== touchpoint);
  const name = quoted(view.get(touchpoint).fields.name);
  return planned([set(kind, id, { touchpoints })], isThere ? `Stands at ${name} too.` : `Stands at ${name} no longer.`, [id]);
}

/**
 * Removes items of any kinds.
 * @param {Reader} view
 * @param {readonly string[]} ids
 * @returns {Plan}
 */
export function removeItems(view, ids) {
  const edits = ids.map((id) => remove(view.get(id).kind, id));
  return planned(edits, `Removed ${ids.length === 1 ? "it" : `${ids.length} of them`}.`);
}
