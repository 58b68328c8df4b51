// The state of a workshop: records by id, and the records of a kind under a parent in their order.

import { inOrder } from "./order.js";
import { KINDS } from "./kinds.js";

/**
 * @typedef {object} Entry A record in plain values; nothing in it is ever changed.
 * @property {string} kind
 * @property {string} position  order key among the records of its kind under its parent
 * @property {Record<string, unknown>} fields  keys and values as in the workshop file, empty ones left out; by key in order,
 *   so that a tab that was open all day and one that has just been loaded hold the very same
 *
 * @typedef {{kind: string, position?: string, fields: Record<string, unknown>}} Part
 * @typedef {Record<string, Part | null>} Patch By id what a record is afterwards: null gone, whole when new, else what
 *   differs.
 */

const NONE = Object.freeze([]);

/** The id of the record that an entry hangs on; null on the workshop itself. */
export function parentOf(entry) {
  const key = KINDS[entry.kind].parent;
  return key === undefined ? null : (entry.fields[key] ?? null);
}

/** A workshop at one moment. Entries and lists are replaced, never changed: `===` says whether one has changed. */
export class State {
  /** @type {Map<string, Entry>} */
  #records = new Map();
  /** @type {Map<string, readonly string[]>} */
  #lists = new Map();
  /** @type {Set<string>} */
  #gone = new Set();

  /**
   * @param {string} workshop  its id
   * @param {Record<string, Entry>} [records]  as a snapshot holds them
   * @param {Iterable<string>} [gone]  ids of removed records, as far as they are known
   */
  constructor(workshop, records = {}, gone = []) {
    this.workshop = workshop;
    const lists = new Map();
    for (const [id, given] of Object.entries(records)) {
      const entry = inKeyOrder(given.fields) ? given : { ...given, fields: filled(given.fields) };
      this.#records.set(id, entry);
      const name = nameOf(entry);
      if (lists.has(name)) lists.get(name).push(id);
      else lists.set(name, [id]);
    }
    for (const [name, ids] of lists) this.#lists.set(name, Object.freeze(ids.sort(this.#compared)));
    for (const id of gone) if (!this.#records.has(id)) this.#gone.add(id);
  }

  /** A copy that can be patched without changing this one. */
  copy() {
    const found = new State(this.workshop);
    found.#records = new Map(this.#records);
    found.#lists = new Map(this.#lists);
    found.#gone = new Set(this.#gone);
    return found;
  }

  /** @returns {Entry | undefined} */
  get(id) {
    return this.#records.get(id);
  }

  has(id) {
    return this.#records.has(id);
  }

  /** Whether a record with this id was removed, as far as is known. */
  isGone(id) {
    return this.#gone.has(id);
  }

  /** The ids of removed records, as far as they are known. */
  get gone() {
    return this.#gone.keys();
  }

  get size() {
    return this.#records.size;
  }

  /** Every record, in no order. */
  entries() {
    return this.#records.entries();
  }

  /** The ids of the records of a kind under a parent (null: on the workshop), in their order; never to be changed. */
  children(kind, parent = null) {
    return this.#lists.get(listName(kind, parent)) ?? NONE;
  }

  /** The journey that a record is in; null for one that is in none. */
  journeyOf(id) {
    const seen = new Set();
    while (id !== null && this.has(id) && !seen.has(id)) {
      const entry = this.get(id);
      if (entry.kind === "journey") return id;
      seen.add(id);
      id = parentOf(entry);
    }
    return null;
  }

  /**
   * Applies a patch to this state. Throws RangeError, with nothing changed, for one that was not made for it.
   * @param {Patch} patch
   */
  patch(patch) {
    const ids = Object.keys(patch);
    const becomes = ids.map((id) => entryAfter(id, this.get(id), patch[id]));
    ids.forEach((id, place) => this.put(id, becomes[place]));
  }

  /**
   * Takes back a patch as if it had never been: what it had added does not count as removed.
   * @param {{before: Patch}} made
   */
  unpatch({ before }) {
    this.patch(before);
    for (const [id, was] of Object.entries(before)) if (was === null) this.#gone.delete(id);
  }

  /** Puts a whole entry at an id; null takes it away. */
  put(id, entry) {
    const was = this.#records.get(id);
    if (entry === was) return;
    const leaves = was && (!entry || nameOf(was) !== nameOf(entry) || was.position !== entry.position);
    if (leaves) this.#setList(nameOf(was), this.#lists.get(nameOf(was)).filter((other) => other !== id));
    if (entry === null) {
      this.#records.delete(id);
      this.#gone.add(id);
      return;
    }
    this.#records.set(id, entry);
    this.#gone.delete(id);
    if (!was || leaves) this.#enter(nameOf(entry), id);
  }

  #enter(name, id) {
    const ids = this.#lists.get(name) ?? NONE;
    let [low, high] = [0, ids.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compared(ids[middle], id) < 0) low = middle + 1;
      else high = middle;
    }
    this.#setList(name, [...ids.slice(0, low), id, ...ids.slice(low)]);
  }

  #setList(name, ids) {
    if (ids.length) this.#lists.set(name, Object.freeze(ids));
    else this.#lists.delete(name);
  }

  #compared = (one, other) =>
    inOrder(this.get(one).position, this.get(other).position) || inOrder(one, other);

  /**
   * Takes over from an older state what is equal, so that `===` holds for what has not changed, and tells the rest.
   * @param {State} older
   * @param {Iterable<string>} ids  the records that may differ
   * @returns {{records: string[], lists: string[]}}  ids that changed, and the lists, named as `listName` names them
   */
  settleFrom(older, ids) {
    const records = [];
    const names = new Set();
    for (const id of ids) {
      const [was, now] = [older.get(id), this.get(id)];
      for (const entry of [was, now]) if (entry) names.add(nameOf(entry));
      if (was === now) continue;
      if (was && now && isEqual(was, now)) this.#records.set(id, was);
      else records.push(id);
    }
    const lists = [];
    for (const name of names) {
      const [was, now] = [older.#lists.get(name), this.#lists.get(name)];
      if (was === now) continue;
      if (was && now && isEqual(was, now)) this.#lists.set(name, was);
      else lists.push(name);
    }
    return { records, lists };
  }

  /** Every record as a snapshot holds it, by id in order, as the server writes it too. */
  plain() {
    return Object.fromEntries([...this.#records].sort(([one], [other]) => inOrder(one, other)));
  }
}

/** The name of the list of a kind under a parent. */
export function listName(kind, parent = null) {
  return parent === null ? kind : `${kind} ${parent}`;
}

function nameOf(entry) {
  return listName(entry.kind, parentOf(entry));
}

/** What a part of a patch makes of an entry: null when it is taken away. */
function entryAfter(id, now, part) {
  if (part === null) {
    if (!now) throw new RangeError(`there is no record ${id} to remove`);
    return null;
  }
  if (!now || now.kind !== part.kind) {
    if (part.position === undefined) throw new RangeError(`there is no record ${id} to change`);
    return { kind: part.kind, position: part.position, fields: filled(part.fields) };
  }
  return { kind: now.kind, position: part.position ?? now.position, fields: filled({ ...now.fields, ...part.fields }) };
}

/** The fields without those that are empty, by key in order. */
export function filled(fields) {
  const found = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(found.sort(([one], [other]) => inOrder(one, other)));
}

function inKeyOrder(fields) {
  return Object.keys(fields).every((key, at, keys) => at === 0 || keys[at - 1] < key);
}

/** Whether two values of JSON are equal, whatever the order of their keys. */
export function isEqual(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key]))
  );
}
