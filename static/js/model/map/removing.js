// Commands that take touchpoints and stages away, with everything on them; one undo brings all of it back.

import { planned, quoted, remove } from "./drafts.js";
import { labelsOf } from "./labels.js";
import { journeyOf } from "./stations.js";
import { spliceOut } from "./ways.js";
import { count } from "./wording.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 * @typedef {import("./drafts.js").Plan} Plan
 */

/**
 * Removes touchpoints of one journey.
 * @param {Reader} view
 * @param {readonly string[]} ids
 * @param {{splice?: boolean}} [how]  whether A → x → B becomes A → B where x has one way in and one way out
 * @returns {Plan}
 */
export function removeTouchpoints(view, ids, { splice = true } = {}) {
  const edits = splice ? spliceOut(view, journeyOf(view, ids[0]), ids) : [];
  edits.push(...ids.map((id) => remove("touchpoint", id)));
  const labels = labelsOf(view);
  const many = count(ids.length, labels.one("touchpoint"), labels.many("touchpoint"));
  const [what, them] = ids.length === 1 ? [quoted(view.get(ids[0]).fields.name), "it"] : [many, "them"];
  return planned(edits, `Removed ${what} with everything on ${them}.`);
}

/**
 * Removes a stage with its touchpoints.
 * @param {Reader} view
 * @param {string} stage
 * @param {{splice?: boolean}} [how]  as for `removeTouchpoints`
 * @returns {Plan}
 */
export function removeStage(view, stage, { splice = true } = {}) {
  const ids = view.children("touchpoint", stage);
  const edits = splice ? spliceOut(view, journeyOf(view, stage), ids) : [];
  const labels = labelsOf(view);
  const what = count(ids.length, labels.one("touchpoint"), labels.many("touchpoint"));
  return planned([...edits, remove("stage", stage)], `Removed ${quoted(view.get(stage).fields.name)} with ${what}.`);
}
