// What the page says while a report is made.

/** The words and the bar's value for a job's state; `value` is null while nothing is known. */
export function progressOf({ state, done, total }) {
  if (state === "waiting") return { words: "Another report is made first.", value: null };
  if (!total) return { words: "Starting.", value: null };
  const left = total - done;
  const words = left > 0 ? `Part ${done} of ${total}.` : "Putting the parts together.";
  return { words, value: Math.min(1, Math.max(0, done / total)) };
}

/** How long to wait before looking again: soon at first, then calmer; milliseconds. */
export function waitFor(tries) {
  return Math.min(4000, 400 + tries * 200);
}
