// Two texts for one field, and the edit that settles which of them stands.

/**
 * The edit for a choice between two texts that could not be merged.
 * @param {import("../model/state.js").Entry} entry  the record, in which the newer text stands
 * @param {import("../model/conflicts.js").Conflict & {isMine?: boolean}} conflict  `isMine`: the text that does not stand is
 *   this person's own
 * @param {"theirs" | "mine" | "both"} choice
 */
export function settling(entry, { seq, record, field, other, isMine = false }, choice) {
  const standing = String(entry.fields[field] ?? "");
  const [mine, theirs] = isMine ? [other, standing] : [standing, other];
  const text = { mine, theirs, both: together(standing, other) }[choice];
  if (text === undefined) throw new RangeError(`no such choice: ${choice}`);
  return { action: "set", kind: entry.kind, record, settles: seq, fields: { [field]: text } };
}

/** Both texts, the one that stands first; what one of them holds already is not said twice. */
function together(standing, other) {
  if (!other.trim() || standing.includes(other.trim())) return standing;
  if (!standing.trim() || other.includes(standing.trim())) return other;
  return `${standing.trimEnd()}\n\n${other.trimStart()}`;
}

/** Whose the texts of conflicts are: remembers what this person has written among the changes that made them. */
export class Authors {
  /** @type {Map<number, string>} the writers of the texts that stand, by the seq of the change */
  #writers = new Map();

  /** @param {{seq: number, actor: string, conflict?: object}} change */
  take({ seq, actor, conflict }) {
    if (conflict && Object.keys(conflict).length) this.#writers.set(seq, actor);
  }

  /**
   * The conflicts, each with whether the text that does not stand is this person's own.
   * @param {import("../model/conflicts.js").Conflict[]} conflicts
   * @param {{actor: string, by: string}} me  two browsers may have the same name, so it only counts where nothing else is known
   */
  told(conflicts, { actor, by }) {
    return conflicts.map((one) => ({ ...one, isMine: one.by === by && this.#writers.get(one.seq) !== actor }));
  }
}
