// What was typed in the last moment before a page went away: a database may not finish writing then, local storage has.

const PREFIX = "touchmap last words ";

/**
 * Keeps drafts that are not yet written.
 * @param {Storage} storage
 * @param {string} workshop
 * @param {string} tab
 * @param {Map<string, import("./storage.js").Draft | null>} drafts  by key; null: taken away
 */
export function keepLastWords(storage, workshop, tab, drafts) {
  if (!drafts.size) return;
  try {
    storage.setItem(`${PREFIX}${workshop} ${tab}`, JSON.stringify([...drafts]));
  } catch {
    // full, or forbidden: the database may still be quick enough
  }
}

/**
 * Takes what closed tabs have kept so, the oldest first.
 * @param {Storage} storage
 * @param {string} workshop
 * @param {(tab: string) => boolean} isClosed
 * @returns {[string, import("./storage.js").Draft | null][]}
 */
export function takeLastWords(storage, workshop, isClosed) {
  const found = [];
  try {
    const start = `${PREFIX}${workshop} `;
    const names = Object.keys(storage).filter((name) => name.startsWith(start) && isClosed(name.slice(start.length)));
    for (const name of names.sort()) {
      found.push(...JSON.parse(storage.getItem(name)));
      storage.removeItem(name);
    }
  } catch {
    // what cannot be read is not there
  }
  return found;
}
