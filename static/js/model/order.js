// Order keys: short texts between any two of which there is always another; the twin of touchmap/domain/ordering.py.
//
// The idea is David Greenspan's "Implementing Fractional Indexing" (Observable, 2020): a whole number, whose first
// character says how many digits it has, and a fraction in base 62. Keys sort as JavaScript sorts text.

export const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** Characters of a key beyond which a list gets new ones. */
export const LIMIT = 500;
const BASE = DIGITS.length;
const VALUE = new Map([...DIGITS].map((digit, value) => [digit, value]));
const LOWEST = `A${DIGITS[0].repeat(26)}`;

/**
 * A key that sorts after `before` and ahead of `after`; null stands for the end of the list on that side.
 * Throws RangeError when one of them is no key, or when they are not in order.
 * @param {string | null} before
 * @param {string | null} after
 * @returns {string}
 */
export function between(before, after) {
  if (before !== null) check(before);
  if (after !== null) check(after);
  if (before !== null && after !== null) {
    if (before >= after) throw new RangeError(`"${before}" does not sort ahead of "${after}"`);
    return inside(before, after);
  }
  if (before !== null) {
    const whole = wholeOf(before);
    return step(whole, 1) ?? whole + middle(before.slice(whole.length), null);
  }
  return after !== null ? ahead(after) : "a0";
}

/**
 * `count` keys in order between two keys, spread so that they stay short.
 * @param {string | null} before
 * @param {string | null} after
 * @param {number} count
 * @returns {string[]}
 */
export function several(before, after, count) {
  if (count <= 0) return [];
  if (before === null || after === null) {
    const found = [];
    let [low, high] = [before, after];
    for (let made = 0; made < count; made += 1) {
      const key = between(low, high);
      found.push(key);
      [low, high] = high === null ? [key, null] : [null, key];
    }
    return found.sort(inOrder);
  }
  const key = between(before, after);
  const left = Math.floor(count / 2);
  return [...several(before, key, left), key, ...several(key, after, count - left - 1)];
}

/**
 * Throws RangeError when a text is no key: wrong characters, wrong length of the number, a useless last zero.
 * @param {string} key
 */
export function check(key) {
  const whole = wholeOf(key);
  if ([...key.slice(1)].some((digit) => !VALUE.has(digit)))
    throw new RangeError(`"${key}" is no order key: it holds a character outside 0-9, A-Z, a-z`);
  if (key === LOWEST) throw new RangeError(`"${key}" is no order key: nothing could sort ahead of it`);
  if (key.length > whole.length && key.endsWith(DIGITS[0]))
    throw new RangeError(`"${key}" is no order key: its fraction ends in a zero`);
}

/** Compares two texts by their code units, as keys and ids are sorted everywhere. */
export function inOrder(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}

function ahead(after) {
  const whole = wholeOf(after);
  if (whole === LOWEST) return whole + middle("", after.slice(whole.length));
  const lower = after.length > whole.length ? whole : step(whole, -1);
  return lower !== null && lower !== LOWEST ? lower : LOWEST + middle("", null);
}

/** How many characters the whole number has, its head included. */
function lengthOf(head) {
  if (head >= "a" && head <= "z") return head.charCodeAt(0) - 97 + 2;
  if (head >= "A" && head <= "Z") return 90 - head.charCodeAt(0) + 2;
  throw new RangeError(`"${head}" cannot begin an order key`);
}

function wholeOf(key) {
  const length = lengthOf(key.slice(0, 1));
  if (key.length < length)
    throw new RangeError(`"${key}" is no order key: it is too short for its first character`);
  return key.slice(0, length);
}

function inside(before, after) {
  const low = wholeOf(before);
  if (low === wholeOf(after)) return low + middle(before.slice(low.length), after.slice(low.length) || null);
  const following = step(low, 1);
  return following !== null && following < after ? following : low + middle(before.slice(low.length), null);
}

/** The next (`by` 1) or the last (`by` -1) whole number; null where there is none. */
function step(whole, by) {
  const digits = [...whole.slice(1)].map((digit) => VALUE.get(digit));
  for (let place = digits.length - 1; place >= 0; place -= 1) {
    digits[place] += by;
    if (digits[place] >= 0 && digits[place] < BASE)
      return whole[0] + digits.map((value) => DIGITS[value]).join("");
    digits[place] = (digits[place] + BASE) % BASE;
  }
  return by > 0 ? longer(whole[0]) : shorter(whole[0]);
}

/** The first number above all those with this head. */
function longer(head) {
  if (head === "z") return null;
  const following = head === "Z" ? "a" : String.fromCharCode(head.charCodeAt(0) + 1);
  return following + DIGITS[0].repeat(lengthOf(following) - 1);
}

/** The last number below all those with this head. */
function shorter(head) {
  if (head === "A") return null;
  const following = head === "a" ? "Z" : String.fromCharCode(head.charCodeAt(0) - 1);
  return following + DIGITS[BASE - 1].repeat(lengthOf(following) - 1);
}

/** A fraction between two fractions (null: one), as short as can be, never ending in a zero. */
function middle(low, high) {
  let out = "";
  for (let place = 0; ; place += 1) {
    const least = place < low.length ? VALUE.get(low[place]) : 0;
    const most = high === null ? BASE : place < high.length ? VALUE.get(high[place]) : 0;
    if (least === most) {
      out += DIGITS[least];
    } else if (most - least > 1) {
      return out + DIGITS[Math.floor((least + most + 1) / 2)];
    } else {
      if (high !== null && place + 1 < high.length) return out + DIGITS[most];
      out += DIGITS[least];
      high = null;
    }
  }
}
