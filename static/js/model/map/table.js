// Pasted text as a table of cells: a list of lines, a column or a block from a spreadsheet, or comma-separated values.

const BOX = String.raw`\[[ xX]?\]`;
const NUMBERED = String.raw`(?:\(?\d{1,3}[.)]|[a-zA-Z]\))`;
const BULLET = new RegExp(
  String.raw`^\s*(?:[•·▪◦‣●○■□☐☑☒✓✔➤►]\s*|[-–—*+](?:\s+${BOX})?\s+|${BOX}\s+|${NUMBERED}\s+)`,
  "u",
);

/**
 * The cells of a pasted text, row by row, all rows equally long. Bullets, numbers and boxes to tick before a line go; so do
 * blank lines, unless `gaps` says that a blank cell of a column means something.
 * @param {string} text
 * @param {{gaps?: boolean}} [how]
 * @returns {string[][]}
 */
export function parsePasted(text, { gaps = false } = {}) {
  const clean = wellFormed(text).replaceAll("\0", "").replace(/\r\n?|\u2028|\u2029/g, "\n");
  const separator = separatorOf(clean);
  const rows = cellsOf(clean, separator).map((row) => row.map((cell) => cell.trim()));
  const isList = rows.every((row) => row.length === 1);
  const found = isList ? rows.map(([cell]) => [withoutBullet(cell)]) : rows;
  const isBlank = (row) => row.every((cell) => !cell);
  while (found.length && isBlank(found.at(-1))) found.pop();
  while (found.length && isBlank(found[0])) found.shift();
  return squared(gaps || !isList ? found : found.filter((row) => !isBlank(row)));
}

/** The text without halves of characters, which no server takes. */
function wellFormed(text) {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
}

/** A line without the bullet, number or box before it. */
export function withoutBullet(line) {
  return line.replace(BULLET, "").trim();
}

/**
 * The lines of one cell that are items of a list of their own: all of them begin with a bullet. Any other cell is one.
 * @param {string} cell
 * @returns {string[]}
 */
export function itemsIn(cell) {
  const lines = cell.split("\n").filter((line) => line.trim());
  return lines.length > 1 && lines.every((line) => BULLET.test(line)) ? lines.map(withoutBullet) : [cell];
}

function squared(rows) {
  const isFilled = (at) => rows.some((row) => row[at]);
  let width = Math.max(0, ...rows.map((row) => row.length));
  while (width > 1 && !isFilled(width - 1)) width -= 1;
  return rows.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? ""));
}

/**
 * What separates cells: a tab, as spreadsheets copy; else a comma or semicolon that every line has equally often and that no
 * space follows, as prose never has; else nothing.
 */
function separatorOf(text) {
  if (text.includes("\t")) return "\t";
  const lines = text.split("\n").filter((line) => line.trim());
  const isTable = (sign) => {
    const outside = lines.map((line) => line.replace(/"(?:[^"]|"")*"/g, "x"));
    const often = outside.map((line) => line.split(sign).length);
    const isProse = outside.some((line) => line.includes(`${sign} `) || /\d,\d/.test(line));
    return lines.length > 1 && often[0] > 1 && !isProse && often.every((one) => one === often[0]);
  };
  return [";", ","].find(isTable) ?? "";
}

/** Cells of lines; a cell in quotes may hold separators, lines and doubled quotes. */
function cellsOf(text, separator) {
  const rows = [[]];
  let at = 0;
  while (at <= text.length) {
    const quoted = text[at] === '"' ? quotedAt(text, at, separator) : null;
    const { cell, end } = quoted ?? plainAt(text, at, separator);
    rows.at(-1).push(cell);
    if (end < text.length && text[end] === "\n") rows.push([]);
    at = end + 1;
  }
  return rows;
}

function plainAt(text, at, separator) {
  let end = at;
  while (end < text.length && text[end] !== "\n" && text[end] !== separator) end += 1;
  return { cell: text.slice(at, end), end };
}

/**
 * A cell in quotes; null when what begins with a quotation mark is a text, as a story may: it goes on behind the second mark,
 * or stands on one line of a list.
 */
function quotedAt(text, at, separator) {
  let end = at + 1;
  while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) end += text[end] === '"' ? 2 : 1;
  if (end >= text.length) return null;
  const next = text[end + 1];
  if (next !== undefined && next !== "\n" && next !== separator) return null;
  const cell = text.slice(at + 1, end).replaceAll('""', '"');
  return separator || cell.includes("\n") ? { cell, end: end + 1 } : null;
}
