// How a line that somebody typed or pasted is read, by the lane it goes to: targets, minutes, evidence and the like.
//
// What can be read stands in MARKS, which the help shows. Whatever cannot be read stays in the text as it was written.

import { longText } from "../kinds.js";
import { MAIN_TEXT } from "./items.js";
import { laneKind } from "./lanes.js";
import { fits } from "./texts.js";

/**
 * @typedef {object} Read
 * @property {"record" | "link" | "field" | "names" | "problem"} type
 * @property {string} [kind]  of the record
 * @property {Record<string, unknown>} [fields]  of the record, without the touchpoint it belongs to
 * @property {string} [text]  for a field of the touchpoint; or why the line cannot be taken
 * @property {string[]} [names]  for a list of the touchpoint
 */

/** What may be written in a line of a lane, for the help: `[example, what it does]`. */
export const MARKS = Object.freeze({
  current: [
    ["Told late (measured)", "evidence: also (customer story), (staff story), (assumed), or ?m ?c ?s ?a"],
    ["Told late (measured: log of May)", "evidence with its source"],
    ["-> Told within five minutes", "a desired state"],
  ],
  standards: [
    ["Queue at the desk ≤ 10 min", "target and unit, lower is better; ≥ or at least: higher; = exactly"],
    ["Told before the display: 95 %", "target after a colon"],
    ["Told by name (exists)", "status: also (needed), (not needed)"],
  ],
  measures: [["Told in time: 22 %", "the last value"]],
  activities: [
    ["Waiting 44 min", "minutes: also 1 h 30, 3 x 5 min"],
    ["Fills in a form (waste)", "class: (va) value-added, (bn) business-necessary, (nva) or (waste)"],
    ["Stands in the queue (waiting)", "the kind of waste"],
  ],
  stories: [
    ["“I did the sums myself.” — passenger", "who told it"],
    ["They laughed. (consent)", "may be retold; (anonymous): without the teller"],
  ],
  vocabulary: [["wave = the 90 minutes of most connections", "a word and its meaning"]],
});

const EVIDENCE = { a: "assumed", s: "staff story", c: "customer story", m: "measured" };
const CLASSES = {
  va: "value-added",
  "value-added": "value-added",
  bn: "business-necessary",
  "business-necessary": "business-necessary",
  nva: "non-value-added",
  waste: "non-value-added",
  "non-value-added": "non-value-added",
};
const WASTES = [
  "defects",
  "over-production",
  "waiting",
  "unused talent",
  "transport",
  "inventory",
  "motion",
  "extra processing",
];
const MOST_MINUTES = 5_256_000;
const MOST_TIMES = 10_000;
/** Signs at the end of a line that are looked at for numbers: no regular expression sees a long text. */
const TAIL = 80;
const NUMBER = String.raw`([-−+]?\d[\d ,.\u00a0\u202f]*)`;
const UNIT = String.raw`(%|[\p{L}°€$£][\p{L}°€$£/.]{0,15})`;
const SIGNED = new RegExp(String.raw`^(.*?)[\s:,–-]*(≤|<=|<|≥|>=|>|=)\s*${NUMBER}\s*${UNIT}?$`, "u");
const AFTER_COLON = new RegExp(String.raw`^(.*?)\s*:\s*${NUMBER}\s*${UNIT}?$`, "u");
const IN_WORDS = new RegExp(
  String.raw`^(.*?\b(within|at most|under|up to|no more than|at least|in)\s+)${NUMBER}\s*${UNIT}?$`,
  "iu",
);
const AT_END = new RegExp(String.raw`^(.+?)\s+${NUMBER}\s*(%|min|minutes?|h|hours?|s|seconds?|days?)$`, "u");
const IS_TIME = /^(s|sec|seconds?|min|minutes?|h|hours?|d|days?|weeks?)$/i;
const AMOUNT = String.raw`(\d{1,6}(?:[.,]\d{1,2})?)`;
const TIME = new RegExp(
  String.raw`^(.*?)(?:(?:^|[\s,:–-]+)${AMOUNT}\s*[x×]\s*)?(?:^|(?<=[x×]\s?)|[\s,:–-]+)` +
    String.raw`(?:${AMOUNT}\s*(?:h|hrs?|hours?)(?:\s*(\d{1,2})(?:\s*min(?:utes?|s)?)?)?|${AMOUNT}\s*min(?:utes?|s)?)$`,
  "iu",
);

/**
 * Reads one line for a lane.
 * @param {string} lane  its key
 * @param {string} line
 * @returns {Read}
 */
export function readLine(lane, line) {
  const { holds } = laneKind(lane);
  const text = line.trim();
  if (!text) return problem("The line is blank.");
  if (holds.type === "emotion") return problem("How it feels is rated by people themselves.");
  if (holds.type === "field") return { type: "field", text: holds.long ? text : inOneLine(text) };
  if (holds.type === "names") return { type: "names", names: text.split(/\s*[,;\n]\s*/).filter(Boolean) };
  const { kind, fixed } = holds;
  const whole = longText(kind, holds.text) ? text : inOneLine(text);
  const fields = { ...fixed, ...(READ[kind]?.(whole) ?? { [holds.text]: whole }) };
  // Nothing but marks: then they are the text.
  if (!fields[holds.text]) fields[holds.text] = whole;
  const isLong = Object.entries(fields).some(([key, value]) => isWritten(kind, key) && !fits(kind, key, value));
  if (isLong) return problem(`This line is too long: “${[...text].slice(0, 40).join("")}…”`);
  return { type: holds.type === "links" ? "link" : "record", kind, fields };
}

const WRITTEN = { ...MAIN_TEXT, cause: "text", term: "term" };
const isWritten = (kind, key) => key === WRITTEN[kind] || ["source", "teller", "meaning", "unit"].includes(key);
const problem = (text) => ({ type: "problem", text });
const inOneLine = (text) => text.replace(/\s*\n\s*/g, " ");

const READ = {
  statement(text) {
    const fields = {};
    const isDesired = /^(->|→|=>)\s*/.exec(text);
    if (isDesired) fields.state = "desired";
    let rest = isDesired ? text.slice(isDesired[0].length) : text;
    const short = /^\?([ascm])\s+/.exec(rest) ?? /\s+\?([ascm])$/.exec(rest.slice(-TAIL));
    if (short) {
      fields.evidence = EVIDENCE[short[1]];
      rest = rest.startsWith(short[0]) ? rest.slice(short[0].length) : rest.slice(0, -short[0].length);
    }
    const marked = /^(.*\S)?\s*\((assumed|staff story|customer story|measured)(?::\s*([^()]+?))?\s*\)$/isu.exec(rest);
    if (!marked) return { ...fields, text: rest };
    if (marked[3]) fields.source = marked[3];
    return { ...fields, evidence: marked[2].toLowerCase(), text: marked[1] ?? "" };
  },

  standard(text) {
    const { rest, marks } = bracketed(text, (word) =>
      ["exists", "needed", "not needed"].includes(word) ? { status: word } : null,
    );
    return { ...target(rest), ...marks };
  },

  measure(text) {
    const { rest, marks } = bracketed(text, (word) => (["exists", "needed"].includes(word) ? { status: word } : null));
    const found = atTail(AFTER_COLON, rest);
    const current = found && numberIn(found[2]);
    if (!found || current === null) return { ...marks, name: rest };
    return { name: found[1], current, ...(found[3] && { unit: found[3] }), status: "exists", ...marks };
  },

  activity(text) {
    const { rest, marks } = bracketed(text, (word) => {
      if (WASTES.includes(word)) return { class: "non-value-added", waste: word };
      return CLASSES[word] ? { class: CLASSES[word] } : null;
    });
    const found = atTail(TIME, rest);
    if (!found) return { ...marks, name: rest };
    const [, name, times, hours, more, minutes] = found;
    const spent = hours ? numberIn(hours) * 60 + Number(more ?? 0) : numberIn(minutes);
    const often = times ? numberIn(times) : 1;
    if (spent > MOST_MINUTES || often > MOST_TIMES) return { ...marks, name: rest };
    return { name, minutes: spent, ...(times && { times: often }), ...marks };
  },

  story(text) {
    const { rest, marks } = bracketed(text, (word) => CONSENT[word] ?? null);
    const told = /^["“„«](.+)["”“»]\s*[—–-]+\s*([^"”»\n]{1,100})$/su.exec(rest);
    if (told) return { text: told[1], teller: told[2].trim(), ...marks };
    return { text: /^["“„«]([^"“”„«»]+)["”“»]$/u.exec(rest)?.[1] ?? rest, ...marks };
  },

  term(text) {
    const [, term, meaning] = /^([^=:\t]{1,200}?)\s*(?:=|\t|:\s|\s[–—-]\s)\s*(.+)$/su.exec(text) ?? [];
    return term?.trim() ? { term: term.trim(), meaning } : { term: text };
  },
};
const CONSENT = { consent: { consent: "yes" }, anonymous: { consent: "anonymous" }, "no consent": { consent: "no" } };

/** Takes the words in brackets at the end that are known, and what they mean. */
function bracketed(text, known) {
  let rest = text;
  const marks = {};
  for (;;) {
    const found = /\s*\(([^()]{1,40})\)$/u.exec(rest.slice(-TAIL));
    const meant = found && known(found[1].trim().toLowerCase());
    if (!meant) return { rest, marks };
    Object.assign(marks, meant);
    rest = rest.slice(0, -found[0].length);
  }
}

/** A regular expression against the end of a text; what stands before it is put before the first group. */
function atTail(expression, text) {
  const signs = [...text];
  const head = signs.slice(0, -TAIL).join("");
  const found = expression.exec(signs.slice(-TAIL).join(""));
  if (!found) return null;
  return [found[0], (head + found[1]).trim(), ...found.slice(2)];
}

/** The attribute of a standard with its target, where one stands at the end. */
function target(text) {
  const worded = atTail(IN_WORDS, text);
  if (worded) return withTarget(text, { sign: /least/i.test(worded[2]) ? ">" : "<", value: worded[3], unit: worded[4], text });
  const signed = atTail(SIGNED, text);
  if (signed) return withTarget(text, { sign: signed[2], value: signed[3], unit: signed[4], text: signed[1] });
  const plain = atTail(AFTER_COLON, text) ?? atTail(AT_END, text);
  if (!plain) return { attribute: text };
  const sign = IS_TIME.test(plain[3] ?? "") ? "<" : "";
  return withTarget(text, { sign, value: plain[2], unit: plain[3], text: plain[1] });
}

function withTarget(whole, { sign, value, unit, text }) {
  const number = numberIn(value);
  if (number === null) return { attribute: whole };
  const better = { "<": "lower", "≤": "lower", ">": "higher", "≥": "higher", "=": "exact" }[sign[0]];
  return { attribute: text, target: number, ...(unit && { unit }), ...(better && { better }) };
}

/** The number in a text, with a decimal point or comma, thousands apart or not; null where it is none that may be stored. */
export function numberIn(text) {
  let plain = text.replace(/[\s\u00a0\u202f]/g, "").replace("−", "-").replace(/[.,]+$/, "");
  if (/^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replaceAll(",", "");
  else plain = plain.replace(",", ".");
  const value = Number(plain);
  return Number.isFinite(value) && Math.abs(value) <= 1e9 ? value : null;
}
