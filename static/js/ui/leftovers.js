// What was being typed when the page was closed: it becomes the edit that it was about to be.

import { CannotApply } from "../model/applying.js";

/**
 * Saves the drafts that closed pages have left. One whose place is gone stays a draft, and the status tells of it.
 * @param {import("../live/session.js").Session} session
 * @param {[string, import("../live/drafts.js").Draft][]} [left]
 * @returns {number} how many were saved
 */
export function saveLeftovers(session, left = session.drafts.all()) {
  let saved = 0;
  for (const [key, { edit, reading, text }] of left) {
    if (!text.trim()) session.drafts.delete(key); // the name of a touchpoint that was never typed
    else if (!save(key, edit, reading)) session.drafts.stick(key);
    else saved += 1;
  }
  return saved;

  function save(key, edit, reading) {
    if (!edit) return false;
    const isThere = session.view.has(edit.record);
    if (!isThere && edit.action !== "add") return false;
    const name = key.slice(key.indexOf(" ") + 1);
    const { kind, record, fields } = edit;
    const fresh = isThere ? { action: "set", kind, record, fields: { [name]: fields[name] } } : edit;
    try {
      session.do(fresh, isThere ? { reading } : {});
      session.drafts.delete(key);
      return true;
    } catch (error) {
      if (!(error instanceof CannotApply)) throw error;
      return false;
    }
  }
}
