// What a browser has to know of the kinds of records: on what each hangs, whom it names, which of its texts are long.
//
// Said in Python (touchmap/domain/records.py); tests on both sides hold this table equal to tests/cases/edits/kinds.json.

/**
 * @typedef {object} Reference A field that names other records.
 * @property {string} key
 * @property {boolean} [needed]  the record cannot be without it
 * @property {boolean} [many]  it is a list
 * @property {string[]} [kinds]  of which kinds; left out: any
 *
 * @typedef {object} LongText A text that two may write at once, merged then.
 * @property {string} key
 * @property {number} limit  in characters (code points)
 * @property {boolean} [needed]
 *
 * @typedef {object} Kind
 * @property {string} [parent]  the field that holds the id of the record it hangs on; none: it hangs on the workshop
 * @property {Reference[]} references  the parent among them
 * @property {LongText[]} long
 */

const PROSE = 20_000;
const long = (key) => ({ key, limit: PROSE });
const one = (key, ...kinds) => ({ key, kinds });
const needed = (key, ...kinds) => ({ key, needed: true, kinds });
const many = (key, kind) => ({ key, many: true, kinds: [kind] });
const on = (kind) => ({ parent: kind, references: [needed(kind, kind)], long: [] });
const free = { references: [], long: [] };
const text = { ...long("text"), needed: true };

/** @type {Readonly<Record<string, Kind>>} */
export const KINDS = Object.freeze({
  workshop: { ...free, long: [long("request"), long("summary")] },
  step: { references: [many("touchpoints", "touchpoint")], long: [long("instruction")] },
  note: {
    ...on("step"),
    references: [
      needed("step", "step"),
      one("touchpoint", "touchpoint"),
      one("person", "person"),
      one("merged", "note"),
      one("became"),
    ],
    long: [text],
  },
  person: free,
  persona: { ...free, long: [long("description")] },
  lane: free,
  journey: { references: [one("persona", "persona"), one("start", "touchpoint")], long: [long("description")] },
  stage: { ...on("journey"), long: [long("description")] },
  touchpoint: { ...on("stage"), long: [long("customer_action"), long("backstage"), long("support")] },
  outcome: { ...on("journey"), long: [long("description")] },
  transition: {
    ...on("journey"),
    references: [
      needed("journey", "journey"),
      needed("from", "touchpoint"),
      needed("to", "touchpoint", "outcome"),
    ],
  },
  statement: { ...on("touchpoint"), long: [text] },
  standard: on("touchpoint"),
  measure: {
    ...on("touchpoint"),
    references: [needed("touchpoint", "touchpoint"), one("standard", "standard")],
  },
  activity: on("touchpoint"),
  perception: {
    ...on("touchpoint"),
    references: [needed("touchpoint", "touchpoint"), one("person", "person"), one("step", "step")],
    long: [long("remark")],
  },
  story: { ...on("touchpoint"), long: [text] },
  behaviour: on("touchpoint"),
  opportunity: { ...on("touchpoint"), long: [long("description")] },
  vote: {
    ...on("opportunity"),
    references: [needed("opportunity", "opportunity"), one("person", "person"), one("step", "step")],
  },
  term: { references: [many("touchpoints", "touchpoint")], long: [long("meaning")] },
  cause: {
    ...on("cause"),
    references: [needed("cause", "cause"), many("touchpoints", "touchpoint")],
  },
  intervention: {
    references: [
      many("causes", "cause"),
      many("opportunities", "opportunity"),
      many("touchpoints", "touchpoint"),
    ],
    long: [long("description")],
  },
  commitment: { references: [one("intervention", "intervention"), many("measures", "measure")], long: [] },
  comment: { references: [needed("about")], long: [text] },
  version: { ...free, long: [long("note"), { key: "frozen", limit: 2_000_000 }] },
});

/** The field of a long text; undefined for every other field. */
export function longText(kind, key) {
  return KINDS[kind].long.find((field) => field.key === key);
}

/** The ids that a reference of an entry names. */
export function named(entry, reference) {
  const value = entry.fields[reference.key];
  if (value === undefined || value === null) return [];
  return reference.many ? value : [value];
}
