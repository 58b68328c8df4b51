// What people type for a number, a share, minutes or a list, and how it stands in a field.

/**
 * @typedef {object} Written How a field's text and its value belong together.
 * @property {(text: string) => unknown} read  null for an empty text; throws RangeError with a sentence for one that says nothing
 * @property {(value: unknown) => string} write
 * @property {string} [mode]  the keyboard that a phone shows
 */

/**
 * A number between two others, both included; a comma counts as a point.
 * @param {number} low
 * @param {number} high
 * @param {{whole?: boolean}} [more]
 * @returns {Written}
 */
export function numberBetween(low, high, { whole = false } = {}) {
  const read = (text) => {
    const plain = text.replace(/[\s\u202f]/g, "").replace(",", ".").replace("\u2212", "-");
    if (!plain) return null;
    const value = Number(plain);
    const fits = value >= low && value <= high && (!whole || Number.isInteger(value));
    if (!fits) throw new RangeError(`Write a ${whole ? "whole " : ""}number ${high < 1e9 ? `from ${low} to ${high}` : low ? "that is not so large" : "from 0 on"}.`);
    return value;
  };
  return { read, write: (value) => String(value ?? ""), mode: low < 0 ? "text" : "decimal" };
}

/** Minutes: `90`, `1:30`, `1 h 30`, `2 h`; written as a number. @type {Written} */
export const MINUTES = {
  ...numberBetween(0, 5_256_000),
  read(text) {
    const [, hours, rest] = /^\s*(\d+)\s*(?:h|:)\s*(\d{0,2})\s*(?:min|m)?\s*$/iu.exec(text) ?? [];
    if (hours === undefined) return numberBetween(0, 5_256_000).read(text.replace(/\s*min\.?\s*$/iu, ""));
    return Number(hours) * 60 + Number(rest);
  },
  mode: "text",
};

/** A share of the whole, written in per cent. @type {Written} */
export const SHARE = {
  read(text) {
    const value = numberBetween(0, 100).read(text.replace("%", ""));
    return value === null ? null : Math.round(value * 1e6) / 1e8;
  },
  write: (value) => (value === undefined || value === null ? "" : String(Math.round(value * 1e6) / 1e4)),
  mode: "decimal",
};

/** A list of short texts with commas between them, each once. @type {Written} */
export const NAMES = {
  read: (text) => [...new Set(text.split(/[,;\n]/u).map((one) => one.trim()).filter(Boolean))],
  write: (names) => (names ?? []).join(", "),
};

/** One line, however it was pasted. @type {Written} */
export const LINE = { read: (text) => text.trim().replace(/\s*\n\s*/gu, " "), write: (value) => String(value ?? "") };
