// The long texts that could not be merged: both are kept until a person has chosen.

/**
 * @typedef {object} Conflict The newer text stands in the record; this is the other one.
 * @property {number} seq  of the change that it came with
 * @property {string} record
 * @property {string} field
 * @property {string} other  the text that does not stand
 * @property {string} by  who wrote it
 */

export class Conflicts {
  /** @type {Map<string, Conflict>} */
  #open = new Map();

  /** @param {Conflict[]} [conflicts]  as a snapshot holds them */
  constructor(conflicts = []) {
    for (const one of conflicts) this.#open.set(nameOf(one), one);
  }

  /**
   * Takes in what a confirmed change says of conflicts.
   * @param {import("./changes.js").Change} change
   */
  take({ seq, record, conflict = {}, settles, after }) {
    for (const [field, { other, by }] of Object.entries(conflict)) {
      const one = { seq, record, field, other, by };
      this.#open.set(nameOf(one), one);
    }
    if (settles === undefined) return;
    const left = [...this.#open].filter(([, one]) => one.seq !== settles || one.record !== record);
    const settled = [...this.#open].filter(([, one]) => one.seq === settles && one.record === record);
    // A choice for the text that stands changes nothing, and so names no field: it settles all of that change.
    const keys = Object.keys(after[record]?.fields ?? {});
    const kept = keys.length ? settled.filter(([, one]) => !keys.includes(one.field)) : [];
    this.#open = new Map([...left, ...kept]);
  }

  /**
   * Those that wait for a choice, the oldest first; not those that a pending edit has chosen upon.
   * @param {import("./state.js").State} view
   * @param {import("./pending.js").Item[]} items
   * @returns {Conflict[]}
   */
  open(view, items) {
    const isChosen = ({ seq, record, field }) =>
      items.some(({ edit }) => edit?.settles === seq && edit.record === record && field in edit.fields);
    return [...this.#open.values()]
      .filter((one) => view.has(one.record) && !isChosen(one))
      .sort((one, other) => one.seq - other.seq);
  }
}

function nameOf({ seq, record, field }) {
  return `${seq} ${record} ${field}`;
}
