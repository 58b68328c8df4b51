// How well a text fits what somebody typed: for the command palette, which sorts by it and shows where it fits.

/**
 * @typedef {[number, number]} Range From a place in the text to the place behind it, in code units.
 * @typedef {{score: number, ranges: Range[]}} Fit The larger the score, the better.
 */

const WHOLE = 1000;
const PREFIX = 800;
const WORD = 600;
const INSIDE = 400;
const STARTS = 300;
const SCATTERED = 100;
const PLAIN = /^[\t-~]*$/;
const MARKS = /\p{M}/gu;

/**
 * A text without case and diacritics, and the place in the original of each of its code units (and of its end).
 * @param {string} text
 * @returns {{folded: string, places: number[]}}
 */
export function folded(text) {
  if (PLAIN.test(text)) return { folded: text.toLowerCase(), places: Array.from({ length: text.length + 1 }, (_, at) => at) };
  let out = "";
  const places = [];
  let at = 0;
  for (const sign of text) {
    const plain = sign.normalize("NFD").replace(MARKS, "").toLowerCase().replaceAll("ß", "ss").replaceAll("ł", "l");
    for (let unit = 0; unit < plain.length; unit += 1) places.push(at);
    out += plain;
    at += sign.length;
  }
  places.push(at);
  return { folded: out, places };
}

/**
 * How well a text fits a query: it begins with it, a word does, it stands inside, its letters begin words, or stand in it one
 * after another. Every word of the query must fit. Null when it does not.
 * @param {string} query
 * @param {string} text
 * @returns {Fit | null}
 */
export function fit(query, text) {
  const wanted = folded(query.trim()).folded;
  if (!wanted) return { score: 0, ranges: [] };
  const { folded: whole, places } = folded(text);
  const words = wanted.split(/\s+/);
  const found = fitWhole(wanted, whole) ?? fitWords(words, whole) ?? fitLetters(words.join(""), whole);
  if (!found) return null;
  // Of two that fit alike the shorter one is meant.
  return { score: found.score - Math.min(whole.length, 90) / 100, ranges: original(found.ranges, places) };
}

function original(ranges, places) {
  return ranges.map(([from, to]) => [places[from], places[to] > places[to - 1] ? places[to] : endOf(places, to)]);
}

/** Where the sign ends that a folded place is in the middle of. */
function endOf(places, to) {
  return places.slice(to).find((place) => place > places[to - 1]) ?? places.at(-1);
}

function fitWhole(wanted, whole) {
  if (whole === wanted) return { score: WHOLE, ranges: [[0, whole.length]] };
  let best = null;
  for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + 1)) {
    const score = at === 0 ? PREFIX : isStart(whole, at) ? WORD : INSIDE;
    if (!best || score > best.score) best = { score, ranges: [[at, at + wanted.length]] };
    if (score >= WORD) break;
  }
  return best;
}

function isStart(text, at) {
  return at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1]);
}

/** Every word of the query somewhere, in any order. */
function fitWords(words, whole) {
  if (words.length < 2) return null;
  const found = words.map((word) => fitWhole(word, whole));
  if (found.some((one) => !one)) return null;
  const score = Math.min(...found.map((one) => one.score)) - 50;
  return { score, ranges: merged(found.flatMap(({ ranges }) => ranges)) };
}

/** The letters one after another: better where they begin words and where they stand together. */
function fitLetters(letters, whole) {
  const starts = placesOf(letters, whole, (at) => isStart(whole, at));
  if (starts) return { score: STARTS, ranges: merged(starts.map((at) => [at, at + 1])) };
  if (letters.length < 2) return null;
  let best = null;
  for (let from = whole.indexOf(letters[0]); from >= 0; from = whole.indexOf(letters[0], from + 1)) {
    const places = placesOf(letters, whole, () => true, from);
    if (!places) break;
    if (!best || spanOf(places) < spanOf(best)) best = places;
  }
  // Letters that are scattered over a whole sentence are chance, not what was meant.
  if (!best || spanOf(best) > letters.length * 4) return null;
  return { score: SCATTERED - spanOf(best), ranges: merged(best.map((at) => [at, at + 1])) };
}

function spanOf(places) {
  return places.at(-1) - places[0] + 1;
}

function placesOf(letters, whole, allowed, from = 0) {
  const places = [];
  let at = from;
  for (const letter of letters) {
    while (at < whole.length && !(whole[at] === letter && allowed(at))) at += 1;
    if (at >= whole.length) return null;
    places.push(at);
    at += 1;
  }
  return places;
}

function merged(ranges) {
  const out = [];
  for (const [from, to] of ranges.toSorted(([one], [other]) => one - other)) {
    const last = out.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

/**
 * The items that fit a query, the best first; those that fit alike stay in their order. An empty query gives all of them.
 * @template T
 * @param {string} query
 * @param {readonly T[]} items
 * @param {(item: T) => string} textOf
 * @param {number} [most]
 * @returns {{item: T, score: number, ranges: Range[]}[]}
 */
export function ranked(query, items, textOf, most = 50) {
  return items
    .flatMap((item) => {
      const found = fit(query, textOf(item));
      return found ? [{ item, ...found }] : [];
    })
    .sort((one, other) => other.score - one.score)
    .slice(0, most);
}
