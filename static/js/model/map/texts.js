// Which fields of a record are texts that people write, and how long each may be, in characters (code points).
//
// Said in Python (touchmap/domain/records.py); tests on both sides hold this table equal to tests/cases/map/texts.json.

const NAME = 200;
const LINE = 500;
const ROLE = 100;
const PROSE = 20_000;
const UNIT = 40;

/** By kind, the limit of each text; a list of texts has its limit in `LISTS` too. */
export const TEXTS = Object.freeze({
  workshop: { title: NAME, client: NAME, request: PROSE, summary: PROSE, industry: NAME, place: NAME },
  step: { title: NAME, instruction: PROSE },
  persona: { name: NAME, description: PROSE, goal: LINE },
  journey: { name: NAME, description: PROSE },
  stage: { name: NAME, description: PROSE },
  touchpoint: {
    name: NAME,
    customer_action: PROSE,
    customer_goal: LINE,
    customer_feeling: LINE,
    channels: ROLE,
    place: NAME,
    time: 60,
    owner: ROLE,
    backstage: PROSE,
    support: PROSE,
  },
  outcome: { name: NAME, description: PROSE },
  transition: { label: NAME, options: NAME, offered_by: ROLE },
  statement: { text: PROSE, source: LINE },
  standard: { attribute: LINE, unit: UNIT, owner: ROLE },
  measure: { name: LINE, method: LINE, frequency: ROLE, unit: UNIT },
  activity: { name: LINE, actor: ROLE, reason: LINE },
  story: { text: PROSE, teller: ROLE, place: NAME },
  behaviour: { text: LINE, opposite: LINE, role: ROLE, staff_group: ROLE, reward: LINE },
  opportunity: { title: LINE, description: PROSE, theme: ROLE, proposed_by: ROLE },
  term: { term: NAME, meaning: PROSE, replaces: NAME },
  cause: { text: LINE, obstacle: LINE },
  intervention: { title: NAME, description: PROSE, audience: ROLE },
  commitment: { action: LINE, owner: NAME, measure: LINE, reason: LINE },
  comment: { text: PROSE, author: NAME },
});

/** By kind, how many texts a list may hold. */
export const LISTS = Object.freeze({
  touchpoint: { channels: 20 },
  transition: { options: 20, offered_by: 20 },
  intervention: { audience: 40 },
});
/** How many records a list of references may name. */
export const MOST_NAMED = 200;

/** The length of a text as the server counts it. */
export function lengthOf(text) {
  return [...text].length;
}

/** Whether a text fits into a field. */
export function fits(kind, key, text) {
  return lengthOf(text) <= TEXTS[kind][key];
}
