// Commands that make one touchpoint of several, and two of one; nothing that anybody wrote is lost.

import { ON_TOUCHPOINT, namingRecords } from "./copying.js";
import { add, move, planned, quoted, refused, remove, set } from "./drafts.js";
import { namesProblem } from "./inserting.js";
import { labelsOf } from "./labels.js";
import { joinedWays } from "./rejoining.js";
import { journeyOf, stationsOf, writtenWays } from "./stations.js";
import { LISTS, TEXTS, fits } from "./texts.js";
import { timeTogether } from "./times.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 * @typedef {import("./drafts.js").Plan} Plan
 */

const PARAGRAPHS = ["customer_action", "backstage", "support"];
const LINES = ["customer_goal", "customer_feeling", "place", "time", "owner"];

/**
 * Makes one touchpoint of several of a journey: the first in station order stays, everything on the others moves to it,
 * texts are joined, ways lead to it. What fits nowhere (their names, too long texts, labels of ways between them) stands in a
 * comment about it.
 * @param {Reader} view
 * @param {readonly string[]} ids
 * @param {() => string} makeId
 * @param {{name?: string}} [as]  the name of the one; the first one's own when left out
 * @returns {Plan}
 */
export function mergeTouchpoints(view, ids, makeId, { name } = {}) {
  const labels = labelsOf(view);
  const journey = journeyOf(view, ids[0]);
  const group = stationsOf(view, journey).filter((id) => ids.includes(id));
  if (group.length < 2 || group.length < new Set(ids).size)
    return refused(`Choose two or more ${labels.many("touchpoint")} of one ${labels.one("journey")}.`);
  const [first, ...others] = group;
  const wanted = name?.trim() || view.get(first).fields.name;
  const problem = namesProblem("touchpoint", labels.one("touchpoint"), [wanted]);
  if (problem) return refused(problem);
  const { fields, left, overlong } = joinedFields(view, group, wanted);
  const ways = joinedWays(view, journey, group);
  const edits = [];
  if (Object.keys(fields).length) edits.push(set("touchpoint", first, fields));
  edits.push(...moved(view, others, first), ...ways.edits, ...repointed(view, journey, others, first));
  edits.push(...noted(first, { left: [...left, ...ways.left], overlong, makeId }));
  edits.push(...others.map((id) => remove("touchpoint", id, first)));
  const all = group.map((id) => quoted(view.get(id).fields.name)).join(" and ");
  return planned(edits, `Merged ${all}.`, [first]);
}

/** The fields of the one that differ from those it has, and what fits into none of them, as lines of a comment. */
function joinedFields(view, group, name) {
  const all = group.map((id) => view.get(id).fields);
  const [own, ...others] = all;
  const [fields, left, overlong] = [{}, [], []];
  const gone = all.map((one) => one.name).filter((one) => one !== name);
  if (gone.length) left.push(`Merged from ${gone.map(quoted).join(" and ")}.`);
  for (const key of [...PARAGRAPHS, ...LINES]) {
    const between = PARAGRAPHS.includes(key) ? "\n\n" : " / ";
    const { text, rest } = joinedText(key, all.map((one) => one[key] ?? ""), between);
    fields[key] = text;
    if (PARAGRAPHS.includes(key)) overlong.push(...rest);
    else left.push(...rest.map((one) => `${key.replaceAll("_", " ")}: ${one}`));
  }
  const channels = [...new Set(all.flatMap((one) => one.channels ?? []))];
  const most = LISTS.touchpoint.channels;
  fields.channels = channels.slice(0, most);
  if (channels.length > most) left.push(`channels: ${channels.slice(most).join(", ")}`);
  if (all.some((one) => one.lead_minutes !== undefined)) fields.lead_minutes = timeTogether(view, group).lead;
  if (others.some((one) => one.critical)) fields.critical = true;
  if (own.missing && !all.every((one) => one.missing)) fields.missing = null;
  for (const one of all)
    if (one.missing && !all.every(({ missing }) => missing)) left.push(`${quoted(one.name)} should have happened and did not.`);
  return { fields: different(own, { name, ...fields }), left, overlong };
}

/** Different texts in one as far as they fit, and the rest. */
function joinedText(key, texts, between) {
  const [kept, rest] = [[], []];
  for (const text of new Set(texts.filter((one) => one.trim())))
    if (fits("touchpoint", key, [...kept, text].join(between))) kept.push(text);
    else rest.push(text);
  return { text: kept.join(between), rest };
}

function different(own, fields) {
  const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
  return Object.fromEntries(
    Object.entries(fields)
      .map(([key, value]) => [key, value === "" || value?.length === 0 ? null : value])
      .filter(([key, value]) => !same(own[key], value)),
  );
}

/** Moves everything that hangs on some touchpoints to another. */
function moved(view, from, touchpoint) {
  return ON_TOUCHPOINT.flatMap((kind) =>
    from.flatMap((id) => view.children(kind, id)).map((record) => move(kind, record, { fields: { touchpoint } })),
  );
}

/** Names the one wherever others are named: in lists of touchpoints, in comments, as the start. */
function repointed(view, journey, others, first) {
  const edits = namingRecords(view).flatMap((id) => {
    const { kind, fields } = view.get(id);
    if (!fields.touchpoints.some((one) => others.includes(one))) return [];
    const touchpoints = [...new Set(fields.touchpoints.map((one) => (others.includes(one) ? first : one)))];
    return [set(kind, id, { touchpoints })];
  });
  for (const id of view.children("comment"))
    if (others.includes(view.get(id)?.fields.about)) edits.push(set("comment", id, { about: first }));
  if (others.includes(view.get(journey).fields.start)) edits.push(set("journey", journey, { start: first }));
  return edits;
}

/** Comments with what fits nowhere else; one that tells only of names is settled already. */
function noted(about, { left, overlong, makeId }) {
  const edits = overlong.map((text) => add("comment", makeId(), { about, text }));
  const lines = [...left];
  const isOnlyNames = lines.length === 1 && !overlong.length && lines[0].startsWith("Merged from");
  while (lines.length) {
    let text = lines.shift();
    while (lines.length && fits("comment", "text", `${text}\n${lines[0]}`)) text += `\n${lines.shift()}`;
    edits.push(add("comment", makeId(), { about, text: cutToFit(text, lines), ...(isOnlyNames && { resolved: true }) }));
  }
  return edits;
}

/** A text that is itself too long for a comment goes on in the next. */
function cutToFit(text, lines) {
  const signs = [...text];
  if (signs.length > TEXTS.comment.text) lines.unshift(signs.slice(TEXTS.comment.text).join(""));
  return signs.slice(0, TEXTS.comment.text).join("");
}

/**
 * Makes two touchpoints of one: the second stands behind it, with the records and texts chosen for it. Ways in lead to the
 * first, ways out leave from the second, and a way leads from the one to the other.
 * @param {Reader} view
 * @param {string} id
 * @param {object} how
 * @param {[string, string]} how.names  of the first and of the second
 * @param {readonly string[]} [how.records]  what goes to the second: what hangs on it, terms, causes, interventions
 * @param {readonly string[]} [how.fields]  the touchpoint's own texts that go to the second, such as `backstage`
 * @param {readonly string[]} [how.ways]  the transitions out that stay with the first
 * @param {() => string} makeId
 * @returns {Plan}
 */
export function splitTouchpoint(view, id, { names, records = [], fields = [], ways = [] }, makeId) {
  const [firstName, secondName] = names.map((name) => name.trim());
  const problem = namesProblem("touchpoint", labelsOf(view).one("touchpoint"), [firstName, secondName]);
  if (problem) return refused(problem);
  const own = view.get(id).fields;
  const second = makeId();
  const alike = Object.fromEntries(["channels", "owner"].filter((key) => own[key]).map((key) => [key, own[key]]));
  const taken = Object.fromEntries(fields.filter((key) => own[key] !== undefined).map((key) => [key, own[key]]));
  const edits = [add("touchpoint", second, { stage: own.stage, name: secondName, ...alike, ...taken }, { after: id })];
  const left = { ...Object.fromEntries(Object.keys(taken).map((key) => [key, null])), name: firstName };
  if (firstName === own.name) delete left.name;
  if (Object.keys(left).length) edits.push(set("touchpoint", id, left));
  edits.push(...given(view, id, { records, second }), ...partedWays(view, id, { second, stay: ways, makeId }));
  return planned(edits, `Split ${quoted(own.name)} into ${quoted(firstName)} and ${quoted(secondName)}.`, [id, second]);
}

function given(view, id, { records, second }) {
  const hanging = ON_TOUCHPOINT.flatMap((kind) => view.children(kind, id)).filter((one) => records.includes(one));
  const naming = namingRecords(view).filter((one) => records.includes(one) && view.get(one).fields.touchpoints.includes(id));
  return [
    ...hanging.map((one) => move(view.get(one).kind, one, { fields: { touchpoint: second } })),
    ...naming.map((one) => {
      const { kind, fields } = view.get(one);
      return set(kind, one, { touchpoints: [...new Set(fields.touchpoints.map((other) => (other === id ? second : other)))] });
    }),
  ];
}

function partedWays(view, id, { second, stay, makeId }) {
  const journey = journeyOf(view, id);
  const written = writtenWays(view, journey);
  if (!written.length) return [];
  const going = written.filter((way) => way.from === id && way.to !== id && !stay.includes(way.id));
  return [
    ...going.map((way) => set("transition", way.id, { from: second })),
    add("transition", makeId(), { journey, from: id, to: second }),
  ];
}
