// What was being typed when the page was closed: it becomes the edit that it was about to be.

import { CannotApply } from "../model/applying.js";

/**
 * Saves the drafts that closed pages have left. One whose place is gone stays a draft, and the status tells of it.
 * @param {import("../live/session.js").Session} session
 * @returns {number} how many were saved
 */
export function saveLeftovers(session) {
  let saved = 0;
  for (const [key, { edit, reading }] of session.drafts.all()) {
    if (!edit) continue;
    const isThere = session.view.has(edit.record);
    if (!isThere && edit.action !== "add") continue;
    const name = key.slice(key.indexOf(" ") + 1);
    const { kind, record, fields } = edit;
    const fresh = isThere ? { action: "set", kind, record, fields: { [name]: fields[name] } } : edit;
    try {
      session.do(fresh, isThere ? { reading } : {});
      session.drafts.delete(key);
      saved += 1;
    } catch (error) {
      if (!(error instanceof CannotApply)) throw error;
    }
  }
  return saved;
}
