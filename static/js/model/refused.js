// What was refused, by the deed that it was part of: a merge is one thing to a person, not sixty.

const REMOVED = "TM012"; // what it is about has been removed

/**
 * Edits that were refused, those of one step together, in the order in which their first came.
 * @template {{item: import("./pending.js").Item}} One
 * @param {readonly One[]} refused
 * @returns {{id: string, told: string, parts: One[]}[]}  `told`: what was done, in the sentence of then; "" where nobody said so
 */
export function byDeed(refused) {
  const deeds = new Map();
  for (const one of refused) {
    const id = one.item.edit?.group ?? one.item.id;
    const deed = deeds.get(id) ?? { id, told: "", parts: [] };
    deed.told ||= one.item.told ?? "";
    deed.parts.push(one);
    deeds.set(id, deed);
  }
  return [...deeds.values()];
}

/** Whether it asks nothing of anybody that an edit cannot be done: two have removed the same thing, or it went elsewhere. */
export function isMoot({ action }, codes) {
  return codes[0] === REMOVED && (action === "remove" || action === "move");
}
