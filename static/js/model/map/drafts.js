// Edits before the session has given them their ids, and the plans of the map's commands.

/**
 * @typedef {Omit<import("../applying.js").Edit, "id">} Draft An edit without its id; the session adds ids and, for several,
 *   the group that one undo takes back together.
 *
 * @typedef {object} Plan What a command would do.
 * @property {Draft[]} edits  to be done in this order; none when there is nothing to do or it cannot be done
 * @property {string[]} made  the new records that somebody would look at next, in order
 * @property {string} says  what was done, in one sentence for the live region; "" when nothing is
 * @property {string} problem  why it cannot be done, in one sentence; "" when it can
 */

/** @returns {Draft} */
export function add(kind, record, fields, position) {
  return { action: "add", kind, record, fields, ...(position && { position }) };
}

/** @returns {Draft} */
export function set(kind, record, fields) {
  return { action: "set", kind, record, fields };
}

/** @returns {Draft} */
export function move(kind, record, { fields, position } = {}) {
  return { action: "move", kind, record, ...(fields && { fields }), ...(position && { position }) };
}

/**
 * @param {string} kind
 * @param {string} record
 * @param {string} [into]  where everything on it has gone: it stays when anything of that has failed
 * @returns {Draft}
 */
export function remove(kind, record, into) {
  return { action: "remove", kind, record, ...(into && { into }) };
}

/** @returns {Plan} */
export function planned(edits, says, made = []) {
  return { edits, made, says: edits.length ? says : "", problem: "" };
}

/** @returns {Plan} */
export function refused(problem) {
  return { edits: [], made: [], says: "", problem };
}

/** A name as it stands in a sentence. */
export function quoted(text) {
  return `“${text}”`;
}
