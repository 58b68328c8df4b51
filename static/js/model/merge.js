// Three-way merge of texts, word by word, the twin of touchmap/domain/merging.py: what does not touch is taken from both.
//
// The shortest difference is Myers, "An O(ND) Difference Algorithm and Its Variations" (Algorithmica 1, 1986).

/** Words put in or taken out before the whole middle counts as one change. */
export const MOST = 120;
const WORDS = /[\p{L}\p{N}]+|[ \t]+|\r\n|./gsu;

/** @typedef {[number, number, string[]]} Hunk Words from, to (of the base), and what stands there instead. */

/**
 * Both changes of one base; null when they touch. Equal changes are taken once.
 * @param {string} base
 * @param {string} mine
 * @param {string} theirs
 * @returns {string | null}
 */
export function merge(base, mine, theirs) {
  if (mine === theirs || mine === base) return theirs;
  if (theirs === base) return mine;
  const words = split(base);
  const found = inOnce(hunks(words, split(mine)), hunks(words, split(theirs)));
  let out = "";
  let place = 0;
  for (const [number, [start, end, instead]] of found.entries()) {
    if (number > 0 && start <= found[number - 1][1]) return null;
    out += words.slice(place, start).join("") + instead.join("");
    place = end;
  }
  return out + words.slice(place).join("");
}

/**
 * A text in words, runs of blanks and single signs; joined they are the text again.
 * @param {string} text
 * @returns {string[]}
 */
export function split(text) {
  return text.match(WORDS) ?? [];
}

/**
 * What has to be done to the old words to get the new ones, in order, never side by side.
 * @param {string[]} old
 * @param {string[]} now
 * @returns {Hunk[]}
 */
export function hunks(old, now) {
  const most = Math.min(old.length, now.length);
  let [start, end] = [0, 0];
  while (start < most && old[start] === now[start]) start += 1;
  while (end < most - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  const left = old.slice(start, old.length - end);
  const right = now.slice(start, now.length - end);
  if (!left.length && !right.length) return [];
  const kept = path(left, right);
  if (kept === null) return [[start, start + left.length, right]];
  return gaps(kept, left.length, right.length).map(([a, b, c, d]) => [start + a, start + b, right.slice(c, d)]);
}

/** The hunks of both in order, equal ones once. */
function inOnce(one, other) {
  const found = new Map([...one, ...other].map((hunk) => [JSON.stringify(hunk), hunk]));
  return [...found.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/** The stretches between the words that both have. */
function gaps(kept, left, right) {
  const found = [];
  let [x, y] = [0, 0];
  for (const [a, b] of [...kept, [left, right]]) {
    if (a > x || b > y) found.push([x, a, y, b]);
    [x, y] = [a + 1, b + 1];
  }
  return found;
}

/** The places of the words that stay, by the shortest way; null when that is too long. */
function path(old, now) {
  const reach = new Map([[1, 0]]);
  const trace = [];
  for (let steps = 0; steps <= Math.min(MOST, old.length + now.length); steps += 1) {
    trace.push(new Map(reach));
    for (let k = -steps; k <= steps; k += 2) {
      let x = isDown(reach, k, steps) ? reach.get(k + 1) : reach.get(k - 1) + 1;
      while (x < old.length && x - k < now.length && old[x] === now[x - k]) x += 1;
      reach.set(k, x);
      if (x >= old.length && x - k >= now.length) return back(trace, old.length, now.length);
    }
  }
  return null;
}

function isDown(reach, k, steps) {
  return k === -steps || (k !== steps && reach.get(k - 1) < reach.get(k + 1));
}

function back(trace, x, y) {
  const kept = [];
  for (let steps = trace.length - 1; steps >= 0; steps -= 1) {
    const k = x - y;
    const before = isDown(trace[steps], k, steps) ? k + 1 : k - 1;
    const fromX = steps ? trace[steps].get(before) : 0;
    const fromY = steps ? fromX - before : 0;
    while (x > fromX && y > fromY) {
      [x, y] = [x - 1, y - 1];
      kept.push([x, y]);
    }
    [x, y] = [fromX, fromY];
  }
  return kept.reverse();
}
