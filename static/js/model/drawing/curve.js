// The geometry of a smooth curve through points that never swings beyond them; the twin of touchmap/report/charts/curve.py.

/**
 * @typedef {[number, number]} Point
 * @typedef {[Point, Point, Point, Point]} Cubic One Bézier piece: start, two control points, end.
 */

/** The point of a piece at `t` from 0 to 1. @returns {Point} */
export function pointAt(piece, t) {
  return [coordinate(piece, 0, t), coordinate(piece, 1, t)];
}

/** x (axis 0) or y (axis 1) of that point. */
function coordinate([a, b, c, d], axis, t) {
  const s = 1 - t;
  return s * s * s * a[axis] + 3 * s * s * t * b[axis] + 3 * s * t * t * c[axis] + t * t * t * d[axis];
}

/** The part of a piece from `start` to `stop`, 0 ≤ start < stop ≤ 1. @returns {Cubic} */
export function cutOf(piece, start, stop) {
  const rest = start > 0 ? split(piece, start)[1] : piece;
  return stop < 1 ? split(rest, (stop - start) / (1 - start))[0] : rest;
}

/** The two pieces before and after `t` (de Casteljau). */
function split([a, b, c, d], t) {
  const between = (p, q) => [p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t];
  const [ab, bc, cd] = [between(a, b), between(b, c), between(c, d)];
  const [abc, bcd] = [between(ab, bc), between(bc, cd)];
  const middle = between(abc, bcd);
  return [
    [a, ab, abc, middle],
    [middle, bcd, cd, d],
  ];
}

/**
 * The slope per step at each of some equally spaced values, so that the cubic between them is monotone: nought at a local
 * extreme, else the harmonic mean of the secants beside it (Fritsch & Butland 1984).
 */
function slopes(values) {
  const steps = values.slice(1).map((value, place) => value - values[place]);
  if (!steps.length) return [0];
  const inner = steps.slice(1).map((right, place) => {
    const left = steps[place];
    return left * right <= 0 ? 0 : (2 * left * right) / (left + right);
  });
  return [steps[0], ...inner, steps.at(-1)];
}

/**
 * Monotone pieces over index and value: key `i` runs from `(i, values[i])` to `(i + 1, values[i + 1])`; missing where one of
 * its ends has no value. x is linear in `t`.
 * @param {(number | null)[]} values
 * @returns {Map<number, Cubic>}
 */
export function pieces(values) {
  const found = new Map();
  for (let start = 0; start < values.length; start += 1) {
    if (values[start] === null) continue;
    let stop = start;
    while (stop < values.length && values[stop] !== null) stop += 1;
    const rates = slopes(values.slice(start, stop));
    for (let place = start; place + 1 < stop; place += 1) {
      const [low, high] = [values[place], values[place + 1]];
      found.set(place, [
        [place, low],
        [place + 1 / 3, low + rates[place - start] / 3],
        [place + 2 / 3, high - rates[place - start + 1] / 3],
        [place + 1, high],
      ]);
    }
    start = stop;
  }
  return found;
}

/** Ascending `t` inside (0, 1) where a monotone piece passes each level, by bisection. */
export function crossings(piece, levels) {
  const [low, high] = [piece[0][1], piece[3][1]];
  const found = [];
  for (const level of levels) {
    if ((low - level) * (high - level) >= 0) continue;
    let [start, stop] = [0, 1];
    while (stop - start > 1e-6) {
      const middle = (start + stop) / 2;
      if ((coordinate(piece, 1, middle) - level) * (low - level) > 0) start = middle;
      else stop = middle;
    }
    found.push((start + stop) / 2);
  }
  return found.sort((one, other) => one - other);
}
