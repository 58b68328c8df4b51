// How figures and counts read on the map: minus signs, thin spaces, hours and minutes; the twin of touchmap/web/wording.py.

export const MINUS = "\u2212";
/** A narrow space that no line breaks at. */
export const THIN = "\u202f";
/** A space that no line breaks at. */
export const WIDE = "\u00a0";

/**
 * A number with at most `digits` decimals, thousands apart, a real minus sign; an em dash for no value.
 * @param {number | null | undefined} value
 * @param {number} [digits]
 * @returns {string}
 */
export function number(value, digits = 1) {
  if (value === null || value === undefined) return "—";
  const [whole, rest = ""] = fixed(Math.abs(value), digits).split(".");
  const decimals = rest.replace(/0+$/, "");
  const text = whole.replace(/\B(?=(\d{3})+$)/g, THIN) + (decimals && `.${decimals}`);
  return value < 0 && text !== "0" ? MINUS + text : text;
}

/** A rating on −2 … +2 with its sign and at most one decimal. */
export function signed(value) {
  const text = number(value);
  return /^[1-9]|^0./.test(text) ? `+${text}` : text;
}

/** A share from 0 to 1 as `31 %`, small ones with a decimal. */
export function percent(share) {
  if (share === null || share === undefined) return "—";
  const isSmall = share !== 0 && Math.abs(share) < 0.0995;
  return `${number(share * 100, isSmall ? 1 : 0)}${THIN}%`;
}

/** Minutes as people say them: `44 min`, `3 h 02`, `2 d 4 h`. */
export function minutes(value) {
  if (value === null || value === undefined) return "—";
  if (value < 60) return `${number(value, value < 10 ? 1 : 0)} min`;
  const whole = Number(fixed(value, 0));
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor(whole / 60) % 24, whole % 60];
  if (days) return hours ? `${number(days)} d ${hours} h` : `${number(days)} d`;
  return rest ? `${hours} h ${String(rest).padStart(2, "0")}` : `${hours} h`;
}

/** A value with its unit, `95 %` and `44 min` alike. */
export function quantity(value, unit) {
  if (value === null || value === undefined) return "—";
  if (!unit) return number(value, 2);
  return `${number(value, 2)}${unit === "%" ? THIN : WIDE}${unit}`;
}

/** `1 touchpoint`, `3 touchpoints`, `2 stories`. */
export function count(amount, one, many = `${one}s`) {
  return `${number(amount, 0)} ${amount === 1 ? one : many}`;
}

/** The text with its first letter a capital; nothing else changes. */
export function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** A value that is not negative with exactly `digits` decimals; halfway goes to the even digit, as Python rounds. */
function fixed(value, digits) {
  const text = value.toFixed(digits);
  // All the digits of a double that matter this near to one half: `toFixed` rounds a tie up, whatever stands before it.
  const isTie = /^50*$/.test(value.toFixed(40).split(".")[1].slice(digits));
  if (!isTie || Number(text.at(-1)) % 2 === 0) return text;
  return text.slice(0, -1) + (Number(text.at(-1)) - 1);
}
