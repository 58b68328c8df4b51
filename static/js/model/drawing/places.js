// Where the columns of the map stand, and which station of the line stands for which touchpoint.

/**
 * @typedef {object} Stop A station as a person meets it: a touchpoint, or a folded stage that stands for several.
 * @property {string} id
 * @property {string} number
 * @property {number} stage  its colour's place, from 0
 * @property {number} x  of its middle, in CSS pixels
 * @property {string} name
 * @property {string} [note]  a second line of what is told about it
 * @property {string} [href]
 * @property {string[]} [holds]  the touchpoints it stands for; left out: itself alone
 *
 * @typedef {object} Way
 * @property {string | null} id  null when it is not written down
 * @property {string} from
 * @property {string} to
 * @property {string} kind
 * @property {string} [label]
 */

/**
 * Left edge and width of columns side by side.
 * @param {number[]} widths  CSS pixels
 * @returns {{x: number, width: number}[]}
 */
export function sideBySide(widths) {
  let right = 0;
  return widths.map((width) => {
    right += width;
    return { x: right - width, width };
  });
}

/**
 * The ways between the stations of a line as its arcs. Those to what is no station (outcomes) and those inside a folded stage
 * are left out.
 * @template {Way} Given
 * @param {Stop[]} stops
 * @param {Given[]} ways
 * @returns {(Given & {source: number, target: number})[]}
 */
export function arcsBetween(stops, ways) {
  const places = new Map(stops.flatMap(({ id, holds = [id] }, place) => holds.map((one) => [one, place])));
  return ways.flatMap((way) => {
    const [source, target] = [places.get(way.from), places.get(way.to)];
    const isInside = source === target && (way.from !== way.to || stops[source]?.holds);
    return source === undefined || target === undefined || isInside ? [] : [{ ...way, source, target }];
  });
}

/** The station nearest to a place on the line, if it is near enough. @returns {Stop | undefined} */
export function stopAt(stops, x, reach) {
  const away = (stop) => Math.abs(stop.x - x);
  const found = stops.reduce((near, stop) => (near && away(near) <= away(stop) ? near : stop), undefined);
  return found && away(found) <= reach ? found : undefined;
}
