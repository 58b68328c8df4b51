// Where an arrow key leads on the map: pure, so that it is the same for the grid and its tests.

/**
 * The cell that a key leads to; null when the key is none of the map's.
 * @param {{key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean, shiftKey?: boolean}} press
 * @param {import("./state.js").Cell | null} from
 * @param {{columns: {id: string}[], lanes: {key: string}[]}} shape
 * @returns {import("./state.js").Cell | null}
 */
export function moved({ key, ctrlKey, metaKey, altKey, shiftKey }, from, { columns, lanes }) {
  if (altKey || shiftKey || !columns.length) return null;
  const rows = ["head", ...lanes.map((lane) => lane.key)];
  const last = [columns.length - 1, rows.length - 1];
  let column = columns.findIndex(({ id }) => id === from?.touchpoint);
  let row = rows.indexOf(from?.lane);
  if (column < 0 || row < 0) [column, row] = [Math.max(column, 0), Math.max(row, 0)];
  const far = ctrlKey || metaKey;
  const steps = {
    ArrowLeft: [far ? -last[0] : -1, 0],
    ArrowRight: [far ? last[0] : 1, 0],
    ArrowUp: [0, far ? -last[1] : -1],
    ArrowDown: [0, far ? last[1] : 1],
    Home: [-last[0], far ? -last[1] : 0],
    End: [last[0], far ? last[1] : 0],
    PageUp: [0, -4],
    PageDown: [0, 4],
  };
  if (!Object.hasOwn(steps, key)) return null;
  const [right, down] = steps[key];
  column = Math.min(last[0], Math.max(0, column + right));
  row = Math.min(last[1], Math.max(0, row + down));
  return { lane: rows[row], touchpoint: columns[column].id };
}
