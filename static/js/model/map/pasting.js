// Pasting a table of cells into the map: into one cell, along touchpoints, as new touchpoints, or as a block of lanes.
//
// A paste is done whole or not at all: what cannot be taken is told with its line, and nothing is changed.

import { add, planned, refused, set } from "./drafts.js";
import { insertTouchpoints } from "./inserting.js";
import { MAIN_TEXT } from "./items.js";
import { labelsOf, plural } from "./labels.js";
import { laneKind } from "./lanes.js";
import { readLine } from "./reading.js";
import { journeyOf, stationsOf } from "./stations.js";
import { itemsIn } from "./table.js";
import { LISTS, MOST_NAMED, fits } from "./texts.js";
import { capital, count } from "./wording.js";

export { parsePasted } from "./table.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 *
 * @typedef {object} Paste
 * @property {"here" | "along" | "touchpoints" | "block"} way  all lines into this cell; a line to each touchpoint from here on;
 *   a new touchpoint behind this one for each line; rows and columns to touchpoints and lanes
 * @property {string} touchpoint  where it begins
 * @property {string} [lane]  the lane's key, for `here` and `along`
 * @property {readonly string[]} [lanes]  for `block`: the lanes' keys from here down
 * @property {"columns" | "rows"} [across]  for `block`: which of the two are touchpoints; columns when left out
 * @property {boolean} [names]  for `block`: whether the first line holds the names of new touchpoints
 * @property {boolean} [more]  whether new touchpoints are added when there are too few from here on
 * @property {string} [after]  for `here`: the item that the new ones stand behind
 *
 * @typedef {import("./drafts.js").Plan & {short?: number}} PastePlan  `short`: how many touchpoints are too few
 */

/**
 * What a paste would do.
 * @param {Reader} view
 * @param {string[][]} matrix  as `parsePasted` gives it
 * @param {Paste} paste
 * @param {() => string} makeId
 * @returns {PastePlan}
 */
export function planPaste(view, matrix, paste, makeId) {
  if (!matrix.some((row) => row.some((cell) => cell))) return refused("There is nothing to paste.");
  const gathering = new Gathering(view, makeId);
  return WAYS[paste.way](view, matrix, { paste, gathering, makeId });
}

const WAYS = {
  here(view, matrix, { paste: { touchpoint, lane, after }, gathering }) {
    gathering.after = after;
    matrix.forEach((row, at) => {
      for (const cell of row) gathering.put(touchpoint, lane, { cell, line: at + 1 });
    });
    return gathering.plan();
  },

  along(view, matrix, { paste, gathering, makeId }) {
    const isRow = matrix.length === 1;
    if (!isRow && matrix[0].length > 1) return refused("This is a table: paste it as a block.");
    const cells = isRow ? matrix[0] : matrix.map(([cell]) => cell);
    return laid(view, cells.map((cell) => [cell]), { paste: { ...paste, lanes: [paste.lane] }, gathering, makeId });
  },

  touchpoints(view, matrix, { paste: { touchpoint }, makeId }) {
    if (matrix[0].length > 1) return refused("This is a table: paste it as a block, with names.");
    const names = matrix.map(([name]) => name.replace(/\s*\n\s*/g, " ")).filter(Boolean);
    return insertTouchpoints(view, { after: touchpoint }, names, makeId);
  },

  block(view, matrix, { paste, gathering, makeId }) {
    const isTurned = (paste.across ?? "columns") === "columns";
    const turned = matrix[0].map((_, at) => matrix.map((row) => row[at]));
    return laid(view, isTurned ? turned : matrix, { paste, gathering, makeId });
  },
};

/** Lays a table out over the map: a row for each touchpoint, a cell for each lane. */
function laid(view, rows, { paste, gathering, makeId }) {
  const { lanes, names = false } = paste;
  const width = rows[0].length - (names ? 1 : 0);
  if (width > lanes.length) {
    const said = `There are ${count(width, "line")} to put into lanes`;
    return refused(`${said}, but only ${count(lanes.length, "lane")} from here on.`);
  }
  const { ids, added, problem, short } = names
    ? named(view, rows.map(([name]) => name), { paste, makeId })
    : enough(view, rows.length, { paste, makeId });
  if (problem) return { ...refused(problem), ...(short && { short }) };
  rows.forEach((row, at) => {
    row.slice(names ? 1 : 0).forEach((cell, lane) => gathering.put(ids[at], lanes[lane], { cell, line: at + 1 }));
  });
  return gathering.plan(added);
}

/** New touchpoints behind the one where the paste begins. */
function named(view, names, { paste: { touchpoint }, makeId }) {
  const added = insertTouchpoints(view, { after: touchpoint }, names, makeId);
  return { ids: added.made, added, problem: added.problem };
}

/** As many touchpoints as are needed from here on, with new ones at the end if that is wanted. */
function enough(view, needed, { paste: { touchpoint, more = false }, makeId }) {
  const stations = stationsOf(view, journeyOf(view, touchpoint));
  const found = stations.slice(stations.indexOf(touchpoint));
  const short = needed - found.length;
  if (short <= 0) return { ids: found };
  const labels = labelsOf(view);
  const many = (number) => count(number, labels.one("touchpoint"), labels.many("touchpoint"));
  if (!more) return { problem: `There are ${count(needed, "line")}, but only ${many(found.length)} from here on.`, short };
  const names = Array.from({ length: short }, (_, at) => `${capital(labels.one("touchpoint"))} ${stations.length + at + 1}`);
  const added = insertTouchpoints(view, { after: stations.at(-1) }, names, makeId);
  return { ids: [...found, ...added.made], added };
}

/** Gathers what a paste puts where, so that two lines for one text are one edit; remembers what cannot be taken. */
class Gathering {
  // The methods `record`, `field`, `names` and `link` are called by the type of what was read; each gives a problem or "".
  #adds = [];
  #set = new Map();
  #linked = new Map();
  #touched = new Set();
  #counts = new Map();
  #problem = "";
  /** @type {string | undefined} */
  after;

  constructor(view, makeId) {
    this.view = view;
    this.makeId = makeId;
  }

  /** Puts one cell of the table into one cell of the map; a blank one is passed over. */
  put(touchpoint, lane, { cell, line }) {
    if (!cell || this.#problem) return;
    const isText = laneKind(lane).holds.type === "field";
    for (const text of isText ? [cell] : itemsIn(cell)) {
      const read = readLine(lane, text);
      const problem = read.type === "problem" ? read.text : this[read.type](touchpoint, read, laneKind(lane).holds);
      if (problem) {
        this.#problem = `Line ${line}: ${problem}`;
        return;
      }
      this.#touched.add(touchpoint);
      const word = read.kind ?? (read.type === "names" ? "channel" : "text");
      this.#counts.set(word, (this.#counts.get(word) ?? 0) + (read.names?.length ?? 1));
    }
  }

  record(touchpoint, { kind, fields }) {
    const id = this.makeId();
    const position = this.after && { after: this.after };
    this.#adds.push(add(kind, id, { touchpoint, ...fields }, position));
    if (this.after) this.after = id;
    return "";
  }

  field(touchpoint, { text }, { key, long = false }) {
    const now = this.#now(touchpoint, key);
    const whole = [now, text].filter(Boolean).join(long ? "\n" : "; ");
    if (!fits("touchpoint", key, whole)) return "It does not fit to the text that is there.";
    this.#give(touchpoint, key, whole);
    return "";
  }

  names(touchpoint, { names }, { key }) {
    const whole = [...new Set([...(this.#now(touchpoint, key) ?? []), ...names])];
    if (whole.length > LISTS.touchpoint[key] || names.some((name) => !fits("touchpoint", key, name)))
      return "There are too many of them, or one is too long.";
    this.#give(touchpoint, key, whole);
    return "";
  }

  link(touchpoint, { kind, fields }, { text }) {
    const same = fields[text].toLowerCase();
    if (!this.#linked.has(kind)) this.#linked.set(kind, this.#known(kind, text));
    const known = this.#linked.get(kind);
    const there = known.get(same) ?? { id: this.makeId(), fields, touchpoints: [], isNew: true };
    known.set(same, there);
    if (!there.touchpoints.includes(touchpoint)) there.touchpoints = [...there.touchpoints, touchpoint];
    there.isChanged = true;
    return there.touchpoints.length > MOST_NAMED ? "It stands at as many touchpoints as it can." : "";
  }

  /** The records of a kind that can be linked, by their text. */
  #known(kind, text) {
    const ids = kind === "term" ? this.view.children(kind) : [...causesOf(this.view)];
    return new Map(
      ids.toReversed().map((id) => {
        const { fields } = this.view.get(id);
        return [fields[text].toLowerCase(), { id, fields, touchpoints: fields.touchpoints ?? [] }];
      }),
    );
  }

  #now(touchpoint, key) {
    return this.#set.get(touchpoint)?.[key] ?? this.view.get(touchpoint)?.fields[key];
  }

  #give(touchpoint, key, value) {
    this.#set.set(touchpoint, { ...this.#set.get(touchpoint), [key]: value });
  }

  /** The plan of everything gathered, behind the touchpoints that had to be added. @returns {PastePlan} */
  plan(added = planned([], "")) {
    if (this.#problem) return refused(this.#problem);
    const edits = [...added.edits, ...this.#adds];
    for (const [touchpoint, fields] of this.#set) edits.push(set("touchpoint", touchpoint, fields));
    for (const [kind, known] of this.#linked)
      for (const { id, fields, touchpoints, isNew, isChanged } of known.values()) {
        if (isNew) edits.push(add(kind, id, { ...fields, touchpoints }));
        else if (isChanged) edits.push(set(kind, id, { touchpoints }));
      }
    const made = [...added.made, ...this.#adds.map(({ record }) => record)];
    return planned(edits, this.#says(), made);
  }

  /** “20 statements into 20 touchpoints.” */
  #says() {
    const labels = labelsOf(this.view);
    const said = [...this.#counts].map(([word, number]) => {
      const isLabel = word in MAIN_TEXT || word === "cause";
      return isLabel ? count(number, labels.one(word), labels.many(word)) : count(number, word, plural(word));
    });
    return `${said.join(", ")} into ${count(this.#touched.size, labels.one("touchpoint"), labels.many("touchpoint"))}.`;
  }
}

function* causesOf(view, above = null) {
  for (const id of view.children("cause", above)) {
    yield id;
    yield* causesOf(view, id);
  }
}
