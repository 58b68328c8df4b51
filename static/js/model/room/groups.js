// Which groups may be told beside a note: small ones are put together, as on phones and wall and in the report.

const SMALLEST_GROUP = 3;
const OTHERS = "others";
const NO_GROUP = "no group stated";

/**
 * The name under which each group may stand beside what somebody gave without their own.
 * @param {readonly string[]} groups  the group of everybody who is listed; "" none
 * @returns {Map<string, string>}  empty when no group may be named
 */
export function namesOf(groups) {
  const sizes = new Map();
  for (const group of groups) sizes.set(group || NO_GROUP, (sizes.get(group || NO_GROUP) ?? 0) + 1);
  const hidden = new Set([...sizes.keys()].filter((group) => sizes.get(group) < SMALLEST_GROUP));
  const shown = [...sizes.keys()].filter((group) => !hidden.has(group)).sort((one, other) => sizes.get(one) - sizes.get(other) || (one < other ? -1 : 1));
  const people = () => [...hidden].reduce((sum, group) => sum + sizes.get(group), 0);
  while (hidden.size && shown.length && people() < SMALLEST_GROUP) hidden.add(shown.shift());
  if (!shown.length) return new Map();
  return new Map([...sizes.keys()].map((group) => [group, hidden.has(group) ? OTHERS : group]));
}

/**
 * How a group is told: by its name, as one of several, or not at all.
 * @param {Map<string, string>} names
 * @param {string} group  "" none
 * @returns {string}
 */
export function told(names, group) {
  if (!group) return "";
  return names.get(group) ?? ([...names.values()].includes(OTHERS) ? OTHERS : "");
}
