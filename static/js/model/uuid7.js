// Ids that sort by the time they were made: UUID version 7 (RFC 9562), time and random bytes passed in.

const MOST = 0x3ffffffffff; // the counter's 42 bits

/**
 * A maker of UUIDs of which each sorts after the one before, also when the clock stands still or goes back.
 *
 * The 42 random bits after the version hold a counter that starts anew with each millisecond (RFC 9562, 6.2, method 1).
 * @param {() => number} now  milliseconds since 1970
 * @param {(count: number) => Uint8Array} random  that many random bytes
 * @returns {() => string}
 */
export function uuid7Maker(now, random) {
  let time = -1;
  let counter = 0;
  return () => {
    const at = Math.floor(now());
    if (at > time) {
      time = at;
      counter = seed(random(6));
    } else if (counter >= MOST) {
      time += 1;
      counter = seed(random(6));
    } else {
      counter += 1;
    }
    return written(time, counter, random(4));
  };
}

/** A start for the counter with its top bit free, so that it has room to count. */
function seed(bytes) {
  return bytes.reduce((value, byte) => value * 256 + byte, 0) % 2 ** 41;
}

function written(time, counter, tail) {
  const hex = (value, digits) => value.toString(16).padStart(digits, "0");
  const [high, low] = [Math.floor(counter / 2 ** 30), counter % 2 ** 30];
  const front = hex(time, 12);
  const parts = [
    front.slice(0, 8),
    front.slice(8),
    `7${hex(high, 3)}`,
    hex(0x8000 + Math.floor(low / 2 ** 16), 4),
    hex(low % 2 ** 16, 4) + [...tail].map((byte) => hex(byte, 2)).join(""),
  ];
  return parts.join("-");
}
