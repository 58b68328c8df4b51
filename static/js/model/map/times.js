// The minutes of a touchpoint: what passes for the customer, and what nobody would pay for; the twin of a part of
// touchmap/domain/analysis/value.py.

/** @typedef {import("./labels.js").Reader} Reader */

/** How an activity is classed when nobody has said. */
export const UNCLASSIFIED = "unclassified";
export const WASTED = "non-value-added";

/** The minutes of one activity for one customer, minutes × times; null without minutes. */
export function minutesOf({ minutes, times = 1 }) {
  return minutes === undefined ? null : minutes * times;
}

/** The fields of the activities of a touchpoint. */
function activitiesOf(view, touchpoint) {
  return view.children("activity", touchpoint).map((id) => view.get(id)?.fields ?? {});
}

/**
 * The minutes of a touchpoint. Lead time is what was stated, or the sum of the activities where that is larger.
 * @param {Reader} view
 * @param {string} touchpoint
 * @returns {{lead: number, wasted: number}}
 */
export function timeOf(view, touchpoint) {
  let [done, wasted] = [0, 0];
  for (const fields of activitiesOf(view, touchpoint)) {
    const spent = minutesOf(fields) ?? 0;
    done += spent;
    if (fields.class === WASTED) wasted += spent;
  }
  return { lead: Math.max(done, view.get(touchpoint)?.fields.lead_minutes ?? 0), wasted };
}

/** The minutes of several touchpoints together. */
export function timeTogether(view, touchpoints) {
  return touchpoints.reduce(
    (sum, one) => {
      const { lead, wasted } = timeOf(view, one);
      return { lead: sum.lead + lead, wasted: sum.wasted + wasted };
    },
    { lead: 0, wasted: 0 },
  );
}

/** The minutes of the longest non-value-added activity at these touchpoints, which the bars of all are measured by. */
export function longestWaste(view, touchpoints) {
  const found = touchpoints.flatMap((one) => activitiesOf(view, one)).filter((fields) => fields.class === WASTED);
  return Math.max(0, ...found.map((fields) => minutesOf(fields) ?? 0));
}
