// The client's own words for the things of a workshop; the twin of touchmap/report/content/labels.py.

/**
 * @typedef {object} Reader What these modules read a workshop with. A State is one; so is `{get: session.record, children:
 *   session.children}`, and then whatever is drawn from it follows every change.
 * @property {(id: string) => import("../state.js").Entry | undefined} get
 * @property {(kind: string, parent?: string | null) => readonly string[]} children
 *
 * @typedef {{one: (word: string) => string, many: (word: string) => string}} Labels Words inside a sentence, by ours.
 */

export const WORDS = Object.freeze([
  "customer",
  "touchpoint",
  "stage",
  "journey",
  "standard",
  "measure",
  "activity",
  "story",
  "opportunity",
  "cause",
  "intervention",
  "commitment",
]);
const LONGEST = 40;

/**
 * The labels of a workshop; the first term that claims a word has it.
 * @param {Reader} view
 * @returns {Labels}
 */
export function labelsOf(view) {
  const own = new Map();
  for (const id of view.children("term")) {
    const { label_for: word, term } = view.get(id)?.fields ?? {};
    if (word && term?.trim() && !own.has(word)) own.set(word, short(term));
  }
  const isEnglish = isInEnglish(view);
  return {
    one: (word) => own.get(word) ?? word,
    many: (word) => (own.has(word) && !isEnglish ? own.get(word) : plural(own.get(word) ?? word)),
  };
}

function isInEnglish(view) {
  const [workshop] = view.children("workshop");
  const language = (workshop && view.get(workshop)?.fields.language) || "en";
  return language.toLowerCase().split("-")[0] === "en";
}

/** The English plural of a word by rule; words that already look like plurals stay. */
export function plural(word) {
  const lower = word.toLowerCase();
  if (/s$/.test(lower) && !/ss$/.test(lower)) return word;
  if (/(ss|x|ch|sh)$/.test(lower)) return `${word}es`;
  if (/[^aeiou]y$/.test(lower)) return `${word.slice(0, -1)}ies`;
  return `${word}s`;
}

function short(term) {
  const whole = term.trim().replace(/\s+/g, " ");
  const signs = [...whole];
  return signs.length > LONGEST ? `${signs.slice(0, LONGEST - 1).join("").trimEnd()}…` : whole;
}

/**
 * A sentence with the client's words in place of those in braces: `{customer}` for one, `{standards}` for several.
 * @param {string} sentence
 * @param {Labels} labels
 */
export function worded(sentence, labels) {
  return sentence.replace(/\{(\w+)\}/g, (_, braced) => {
    const word = WORDS.find((one) => one === braced);
    return word ? labels.one(word) : labels.many(WORDS.find((one) => plural(one) === braced));
  });
}
