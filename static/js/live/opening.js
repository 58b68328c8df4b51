// The first sight of a workshop: as the server tells it, or as it was last seen here when the server cannot be reached.

import { ApiError } from "./api.js";

const PATIENCE = 3_000; // ms for the server, when there is something else to show

/**
 * The workshop to begin with. Throws ApiError when the server says no, and Unreachable when there is nothing to begin with.
 * @param {import("./api.js").Api} api  of the workshop
 * @param {() => Promise<object | undefined>} kept  the workshop as it was last seen here
 * @param {{patience?: number}} [means]  ms
 * @returns {Promise<{snapshot: object, isKept: boolean}>}
 */
export async function firstSight(api, kept, { patience = PATIENCE } = {}) {
  const asked = api.ask("snapshot").then((snapshot) => ({ snapshot, isKept: false }));
  asked.catch(() => {}); // seen to below, but maybe later
  const before = Promise.resolve().then(kept).then((snapshot) => (snapshot ? { snapshot, isKept: true } : null), () => null);
  const found = await Promise.race([asked.catch((error) => ({ error })), pause(patience)]);
  if (found?.snapshot) return found;
  if (isNo(found?.error)) throw found.error;
  return (await before) ?? asked;
}

/** Whether this is the server's last word, and not only a bad moment. */
function isNo(error) {
  return error instanceof ApiError && [401, 403, 404, 410].includes(error.status);
}

function pause(delay) {
  return new Promise((done) => setTimeout(done, delay));
}
