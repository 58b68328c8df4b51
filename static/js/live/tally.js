// How much a person can take back and do again: what the server has counted, and what was done since.

const MOST = 200; // as the server remembers

/**
 * @typedef {{undo: number, redo: number}} Left
 */

/**
 * What is left after a person's further deeds.
 * @param {Left} left
 * @param {Iterable<{action: string, group?: string}>} steps  in order; a group counts once
 * @returns {Left}
 */
export function tallied({ undo, redo }, steps) {
  let last;
  for (const { action, group } of steps) {
    if (action === "undo") [undo, redo] = [undo - 1, redo + 1];
    else if (action === "redo") [undo, redo] = [undo + 1, redo - 1];
    else [undo, redo] = [group !== undefined && group === last ? undo : undo + 1, 0];
    last = group;
    [undo, redo] = [Math.min(MOST, Math.max(0, undo)), Math.min(MOST, Math.max(0, redo))];
  }
  return { undo, redo };
}

/** Counts along as changes come, upon what the server says. */
export class Tally {
  #left = { undo: 0, redo: 0 };
  #seq = 0;
  #steps = [];

  /** Whether the server has said how much there is. */
  isKnown = false;

  /**
   * What the server says is left, as of a seq.
   * @param {Left & {seq: number}} told
   */
  know({ undo, redo, seq }) {
    this.isKnown = true;
    if (seq < this.#seq) return;
    this.#left = { undo, redo };
    this.#seq = seq;
    this.#steps = this.#steps.filter((step) => step.seq > seq);
  }

  /**
   * A confirmed change of this person's; told once for each, in any order.
   * @param {{seq: number, action: string, group?: string}} change
   */
  take({ seq, action, group }) {
    if (seq <= this.#seq || this.#steps.some((step) => step.seq === seq)) return;
    const place = this.#steps.findLastIndex((step) => step.seq < seq);
    this.#steps.splice(place + 1, 0, { seq, action, group });
    if (this.#steps.length <= 2 * MOST) return;
    const old = this.#steps.splice(0, MOST);
    this.#left = tallied(this.#left, old);
    this.#seq = old.at(-1).seq;
  }

  /**
   * With what is not yet confirmed.
   * @param {import("../model/pending.js").Item[]} pending
   * @returns {Left}
   */
  left(pending) {
    const waiting = pending.map(({ action, edit }) => ({ action: action ?? edit.action, group: edit?.group }));
    return tallied(this.#left, [...this.#steps, ...waiting]);
  }
}
