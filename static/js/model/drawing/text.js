// How wide text is, and text cut to fit; the twin of touchmap/report/charts/text.py.

// Advance widths of Source Sans 3 in semibold from U+0020 to U+007E, in thousandths of the size.
const WIDTHS = (
  "200 315 482 513 513 841 639 275 324 324 438 513 275 322 275 344 513 513 513 513 513 513 513 513 513 513 275 275 513 513 513 444 875 " +
  "558 597 576 625 538 510 628 663 282 494 597 502 745 657 674 582 674 592 545 546 655 536 800 541 501 540 324 344 324 513 500 " +
  "549 516 563 462 564 507 317 520 558 262 263 522 271 843 560 549 564 564 373 431 361 556 495 748 481 495 443 324 255 324 513"
)
  .split(" ")
  .map(Number);
const OTHERS = { "–": 500, "—": 830, "…": 964, "−": 513, "’": 275, "·": 275, "“": 482, "”": 482 };
const OTHER = 680;
const NONE = /[\p{M}\p{Cf}]/u;
// Scripts whose signs are as wide as they are high, and pictures.
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
// Where Source Sans 3 is missing another font is shown; most are a little wider.
const SAFETY = 1.04;

/** The estimated width of a line of semibold text in the unit of `size`: a little too wide rather than too narrow. */
export function widthOf(text, size) {
  let sum = 0;
  for (const character of text) sum += WIDTHS[character.codePointAt(0) - 32] ?? beyondAscii(character);
  return (sum / 1000) * size * SAFETY;
}

function beyondAscii(character) {
  if (NONE.test(character)) return 0;
  const base = WIDTHS[character.normalize("NFD").codePointAt(0) - 32];
  if (base !== undefined) return base;
  if (WIDE.test(character)) return character.codePointAt(0) >= 0x1f000 ? 1300 : 1000;
  return OTHERS[character] ?? OTHER;
}

/** The text cut with an ellipsis so that it is not wider than `width`. */
export function fit(text, width, size) {
  if (widthOf(text, size) <= width) return text;
  const letters = [...text];
  const cut = (count) => `${letters.slice(0, count).join("").trimEnd()}…`;
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (widthOf(cut(middle), size) <= width) low = middle;
    else high = middle - 1;
  }
  return cut(low);
}
