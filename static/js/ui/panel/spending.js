// The minutes of one touchpoint by value class, and its process-cycle efficiency; the twin of parts of
// touchmap/domain/analysis/value.py and figures.py.

import { UNCLASSIFIED, minutesOf } from "../../model/map/times.js";
import { THIN, number } from "../../model/map/wording.js";

const PARTS = [
  { key: "va", value: "value-added", name: "Value-added" },
  { key: "bn", value: "business-necessary", name: "Business-necessary" },
  { key: "nva", value: "non-value-added", name: "Non-value-added" },
  { key: "un", value: UNCLASSIFIED, name: "Unclassified" },
];

/**
 * @typedef {object} Spending Minutes for one customer.
 * @property {number} lead  what passes: as stated, or the sum of the activities where that is larger
 * @property {{key: string, name: string, minutes: number}[]} parts  those that are not nought; together they are `lead`
 * @property {number | null} efficiency  value-added ÷ lead, 0 to 1; null while nothing is classified or no time passes
 * @property {number | null} most  what it would be were all that is unclassified or unexplained of value; null when nothing is
 */

/**
 * @param {import("../../model/map/labels.js").Reader} view
 * @param {string} touchpoint
 * @returns {Spending}
 */
export function spendingOf(view, touchpoint) {
  const spent = { va: 0, bn: 0, nva: 0, un: 0, ex: 0 };
  let classified = 0;
  for (const id of view.children("activity", touchpoint)) {
    const fields = view.get(id)?.fields ?? {};
    const own = minutesOf(fields);
    if (own === null) continue;
    const { key } = PARTS.find(({ value }) => value === (fields.class ?? UNCLASSIFIED));
    spent[key] += own;
    if (key !== "un") classified += 1;
  }
  const done = spent.va + spent.bn + spent.nva + spent.un;
  const lead = Math.max(done, view.get(touchpoint)?.fields.lead_minutes ?? 0);
  spent.ex = lead - done;
  const parts = [...PARTS, { key: "ex", name: "Not explained by an activity" }].map(({ key, name }) => ({ key, name, minutes: spent[key] }));
  const isKnown = classified > 0 && lead > 0;
  const open = spent.un + spent.ex;
  return {
    lead,
    parts: parts.filter(({ minutes }) => minutes > 0),
    efficiency: isKnown ? Math.min(1, spent.va / lead) : null,
    most: isKnown && open > 0 ? Math.min(1, (spent.va + open) / lead) : null,
  };
}

/** An efficiency in words, where a small one, or one just short of all, is not rounded away. */
export function inWords(share) {
  if (share > 0 && share < 0.005) return `< 1${THIN}%`;
  return share > 0.995 && share < 1 ? `> 99${THIN}%` : `${number(share * 100, 0)}${THIN}%`;
}

/** The class that an answer to “Would the customer pay for this if they knew?” suggests; "" when there is nothing to suggest. */
export function suggestedClass({ would_pay: pays, class: value = UNCLASSIFIED }) {
  if (pays === "yes") return value === "value-added" ? "" : "value-added";
  // What the business needs is no waste, although no customer would pay for it.
  if (pays === "no") return value === UNCLASSIFIED || value === "value-added" ? "non-value-added" : "";
  return "";
}
