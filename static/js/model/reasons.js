// Why something was refused, and how much, in words for a person.

const REASONS = {
  TM009: "What it belongs to has been removed meanwhile.",
  TM010: "Ways stay in their journey, and this would lead out of it.",
  TM012: "What it belongs to has been removed meanwhile.",
  TM016: "Something has come to it meanwhile that would go along: nothing was removed.",
};

/**
 * Why edits were refused, each reason once; the server's own words where there are none for a person.
 * @param {readonly {error: import("./outbox.js").Trouble}[]} refused
 */
export function reasonsOf(refused) {
  const said = refused.map(({ error: { code, message, todo } }) => REASONS[code] ?? `${message} ${todo ?? ""}`.trim());
  return [...new Set(said)];
}

/** How many deeds were refused, as a heading or the beginning of a sentence. */
export function refusedWords(many) {
  return many === 1 ? "1 change was not taken in" : `${many} changes were not taken in`;
}
