// A workshop as its editor sees it: what the server has confirmed, with the person's own pending edits on top.
//
// Nothing here sends or stores anything. Changes may come twice, late or out of order; a gap is waited out or asked for.

import { attempt, perform } from "./applying.js";
import { apply, composed } from "./changes.js";
import { Conflicts } from "./conflicts.js";
import { longText } from "./kinds.js";
import { State } from "./state.js";
import { inverse, stacks, stepsWith } from "./undoing.js";

/**
 * @typedef {import("./applying.js").Edit} Edit
 * @typedef {import("./changes.js").Change} Change
 *
 * @typedef {object} Item A pending edit, undo or redo; plain, so that it can be stored.
 * @property {string} id
 * @property {Edit} [edit]  none for an undo or a redo
 * @property {"undo" | "redo"} [action]
 * @property {Record<string, string>} base  long texts as they were confirmed when the writer saw them
 * @property {Record<string, string>} beneath  long texts of the own edit, pending then, that this one was written upon
 * @property {string} [told]  what the step that it is part of has done, in a sentence
 * @property {boolean} [sent]  the server may know it: it must not change any more
 *
 * @typedef {object} Reading What somebody has seen who begins to write a long text.
 * @property {number} seen
 * @property {string} [upon]
 * @property {Record<string, string>} base
 * @property {Record<string, string>} beneath
 *
 * @typedef {{change: Change, own: boolean}} Heard A change that was folded in; own: made by this person, in whichever tab.
 *
 * @typedef {object} Changed What is different in the view: ids of records, and names of lists (`listName` in state.js).
 * @property {string[]} records
 * @property {string[]} lists
 */

/** Changes behind, beyond which a snapshot is quicker than the changes. */
export const MOST_BEHIND = 1000;
const MOST_EARLY = 2000;
const MOST_OWN = 1000;
const MOST_HEARD = 500;

export class LiveWorkshop {
  #confirmed;
  #view;
  #conflicts;
  /** @type {Item[]} */
  #items = [];
  /** @type {Map<string, number>} the seqs of items that are answered and not yet folded in */
  #answered = new Map();
  /** @type {Map<number, Change>} changes that came before those they follow */
  #early = new Map();
  #head;
  #isLost = false;
  /** @type {Set<string>} the records that the pending edits touch */
  #overlaid = new Set();
  /** @type {Set<string>} the pending edits that cannot be shown, because others have changed what they need */
  #hidden = new Set();
  /** @type {Change[]} the person's own, for undo */
  #own = [];
  /** @type {Heard[]} */
  #heard = [];
  /** @type {Map<string, Map<string, {by: string, seq: number}>>} who else wrote a field last, by record and by field */
  #writers = new Map();

  /**
   * @param {{workshop: string, origin: string, seq: number, records: object, conflicts?: object[]}} snapshot
   * @param {{actor?: string, items?: Item[]}} [own]  who edits, and the edits kept from before
   */
  constructor(snapshot, { actor = "", items = [] } = {}) {
    this.actor = actor;
    this.#items = items.map((item) => ({ ...item }));
    this.#take(snapshot, []);
    this.#view = this.#confirmed;
    this.#show([]);
  }

  /** The workshop with the pending edits; to be read, never changed. */
  get view() {
    return this.#view;
  }

  /** The workshop as the server has told it. */
  get confirmed() {
    return this.#confirmed;
  }

  /** The edits that are not yet part of what is confirmed, oldest first. */
  get items() {
    return this.#items;
  }

  /** Whether a pending edit cannot be shown, because others have changed what it needs; the server has the last word. */
  isHidden(id) {
    return this.#hidden.has(id);
  }

  /** The texts that could not be merged and wait for a choice: `{seq, record, field, other, by}`, the oldest first. */
  get conflicts() {
    return this.#conflicts.open(this.#view, this.#items);
  }

  /** What to ask for: null nothing, the changes after a seq, or a snapshot. A moment's patience saves most asking. */
  get wants() {
    if (this.#isLost || this.#head - this.seq > MOST_BEHIND) return { snapshot: true };
    return this.#head > this.seq ? { after: this.seq } : null;
  }

  // -- the person's own edits

  /**
   * What somebody has seen who begins to write long texts of a record now; kept by whoever holds the draft.
   * @returns {Reading}
   */
  reading(record, keys) {
    // What is written after an undo stands upon what the undo has left, not upon what it has taken back.
    const since = this.#items.slice(this.#items.findLastIndex((item) => item.action) + 1);
    const upon = since.findLast(
      ({ edit }) => edit.record === record && keys.some((key) => key in (edit.fields ?? {})),
    );
    return {
      seen: this.seq,
      upon: upon?.id,
      base: texts(this.#confirmed.get(record)?.fields ?? {}, keys),
      beneath: upon ? texts(upon.edit.fields, keys.filter((key) => key in upon.edit.fields)) : {},
    };
  }

  /** The reading of somebody who goes on writing in a field whose text was sent as this item and never replaced. */
  readingAfter({ id, edit, base }) {
    return { seen: edit.seen, upon: id, base, beneath: texts(edit.fields, Object.keys(edit.fields)) };
  }

  /** Who else has changed a field since a reading: `{by, seq, text}`, the text what it holds now; null when nobody has. */
  changedSince(record, key, reading) {
    const last = this.#writers.get(record)?.get(key);
    if (!last || last.seq <= reading.seen) return null;
    return { by: last.by, seq: last.seq, text: textOf(this.#confirmed.get(record), key) };
  }

  /**
   * Does an edit at once; it is pending until the server has answered. Throws CannotApply, with nothing done.
   *
   * While the last edit of the same long text is not sent, it takes the newer text over: the item given back is that one.
   * @param {Edit} edit  with its id, without `seen` and `upon`
   * @param {Reading} [reading]  left out: the writer has seen what is shown now
   * @returns {{item: Item, changed: Changed}}
   */
  edit(edit, reading) {
    const keys = longKeys(edit);
    const item = this.#joined(edit, keys) ?? this.#fresh(edit, keys, reading ?? this.reading(edit.record, keys));
    perform(this.#view.copy(), item.edit, item.joins ? {} : basesOf(item));
    delete item.joins;
    const place = this.#items.findIndex(({ id }) => id === item.id);
    if (place < 0) this.#items.push(item);
    else this.#items[place] = item;
    return { item, changed: this.#show([]) };
  }

  #fresh(edit, keys, { seen, upon, base, beneath }) {
    if (edit.action !== "set" || !keys.length) return { id: edit.id, edit, base: {}, beneath: {} };
    const full = upon ? { ...edit, seen, upon } : { ...edit, seen };
    return { id: edit.id, edit: full, base: { ...base }, beneath: { ...beneath } };
  }

  /** The last pending edit with the new text in it, when it is of the same long text and only here. */
  #joined(edit, keys) {
    const last = this.#items.findLast((item) => item.edit?.record === edit.record);
    const isTyping = ({ action, settles, fields = {} }) =>
      action === "set" && settles === undefined && keys.length === 1 && keysAre(fields, keys);
    if (!last || last.sent || !isTyping(edit) || !isTyping(last.edit)) return null;
    if (this.#items.indexOf(last) < this.#items.findLastIndex((item) => item.action)) return null;
    return { ...last, edit: { ...last.edit, fields: { ...edit.fields } }, joins: true };
  }

  /**
   * Takes back the person's last change, or does again what was taken back; shown as far as the change is known here.
   * @param {"undo" | "redo"} action
   * @returns {{item: Item, changed: Changed}}
   */
  reverse(id, action) {
    const item = { id, action, base: {}, beneath: {} };
    this.#items.push(item);
    return { item, changed: this.#show([]) };
  }

  /** Remembers that items are on their way: from now on they stay as they are. */
  sent(ids) {
    for (const item of this.#items) if (ids.includes(item.id)) item.sent = true;
  }

  /**
   * Takes in edits that a closed tab has left, older than those here.
   * @param {Item[]} items
   * @returns {Changed}
   */
  adopt(items) {
    const known = new Set(this.#items.map(({ id }) => id));
    this.#items = [...items.filter(({ id }) => !known.has(id)).map((item) => ({ ...item })), ...this.#items];
    return this.#show([]);
  }

  /**
   * The server has done edits: they stay in the view until their changes are folded in, in their turn.
   * @param {Change[]} changes
   */
  acknowledge(changes) {
    const pending = new Set(this.#items.map(({ id }) => id));
    for (const { id, seq } of changes) if (pending.has(id)) this.#answered.set(id, seq);
    return this.receive(changes);
  }

  /**
   * The server has refused an edit: it leaves the view. Whatever was typed is in the item; null when it is not pending.
   * @returns {{item: Item, changed: Changed} | null}
   */
  refuse(id) {
    const item = this.#items.find((one) => one.id === id);
    if (!item) return null;
    this.#items = this.#items.filter((one) => one !== item);
    for (const other of this.#items) if (other.edit?.upon === id) other.beneath = {};
    return { item, changed: this.#show([]) };
  }

  // -- what the server tells

  get seq() {
    return this.#seq;
  }

  #seq = 0;
  #origin = "";

  /** Tells this log from one of a workshop with the same id before. */
  get origin() {
    return this.#origin;
  }

  /** The newest seq that anybody has heard of. */
  heardOf(seq) {
    this.#head = Math.max(this.#head, seq);
  }

  /**
   * Takes in changes from wherever they come, in any order, any number of times.
   * @param {Change[]} changes
   * @returns {Changed}
   */
  receive(changes) {
    let isDropped = false;
    for (const change of changes) {
      this.heardOf(change.seq);
      if (change.seq > this.seq) this.#early.set(change.seq, change);
      else isDropped = this.#drop(change.id) || isDropped;
    }
    const folded = this.#foldEarly();
    if (this.#early.size > MOST_EARLY) this.#early.clear();
    return folded || isDropped ? this.#show(folded ?? []) : { records: [], lists: [] };
  }

  /** Folds in what comes next, and what has waited for it; gives the records it touches, null when there is nothing. */
  #foldEarly() {
    if (this.#isLost || !this.#early.has(this.seq + 1)) return null;
    const folded = new Set();
    const next = this.#confirmed.copy();
    while (!this.#isLost && this.#early.has(this.seq + 1)) this.#fold(next, this.#early.get(this.seq + 1), folded);
    this.#confirmed = next;
    return folded;
  }

  #fold(state, change, folded) {
    this.#early.delete(change.seq);
    try {
      apply(state, change);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#isLost = true; // this is not the workshop that the log is of
      return;
    }
    this.#seq = change.seq;
    const isPending = this.#drop(change.id);
    const isOwn = isPending || Boolean(this.actor && change.actor === this.actor);
    if (isOwn) this.#own.push(change);
    if (this.#own.length > MOST_OWN) this.#own.shift();
    this.#heard.push({ change, own: isOwn });
    if (this.#heard.length > MOST_HEARD) this.#heard.shift();
    this.#conflicts.take(change);
    for (const id of Object.keys(change.after)) folded.add(id);
    if (!isPending) this.#remember(change);
  }

  /** The changes folded in since this was asked last, in their order: what there is to be told. @returns {Heard[]} */
  takeHeard() {
    const heard = this.#heard;
    this.#heard = [];
    return heard;
  }

  #remember({ by, seq, after }) {
    for (const [id, part] of Object.entries(after)) {
      const keys = this.#writers.get(id) ?? new Map();
      for (const key of Object.keys(part?.fields ?? {})) keys.set(key, { by, seq });
      if (part) this.#writers.set(id, keys);
      else this.#writers.delete(id);
    }
  }

  #drop(id) {
    const before = this.#items.length;
    this.#items = this.#items.filter((item) => item.id !== id);
    this.#answered.delete(id);
    return this.#items.length < before;
  }

  /**
   * Takes in the answer to `wants.after`.
   * @param {{origin: string, seq: number, changes: Change[]}} answer
   * @param {number} after  the seq that was asked with
   * @returns {Changed}
   */
  caughtUp({ origin, seq, changes }, after) {
    const isGap = changes.length ? changes[0].seq > after + 1 : seq > after;
    if (origin !== this.origin || seq < after || isGap) {
      this.#isLost = true;
      return { records: [], lists: [] };
    }
    this.heardOf(seq);
    return this.receive(changes);
  }

  /**
   * Takes in a whole workshop; one that is older than what is here is left alone.
   * @returns {Changed}
   */
  replace(snapshot) {
    const isSame = snapshot.origin === this.origin;
    if (isSame && snapshot.seq < this.seq && !this.#isLost) return { records: [], lists: [] };
    const touched = new Set([...this.#confirmed.entries()].map(([id]) => id));
    this.#take(snapshot, isSame ? this.#confirmed.gone : []);
    for (const [id] of this.#confirmed.entries()) touched.add(id);
    const changed = this.#show(touched);
    return joined(changed, this.receive([]));
  }

  #take(snapshot, gone) {
    const isSame = snapshot.origin === this.#origin;
    if (!isSame || snapshot.seq !== this.#seq) this.#own = []; // changes of the person's own may be missing now
    this.#confirmed = new State(snapshot.workshop, snapshot.records, gone);
    this.#conflicts = new Conflicts(snapshot.conflicts);
    for (const seq of this.#early.keys()) if (!isSame || seq <= snapshot.seq) this.#early.delete(seq);
    const heard = isSame && !this.#isLost ? this.#head : 0;
    this.#head = Math.max(heard, snapshot.seq, ...this.#early.keys());
    this.#seq = snapshot.seq;
    this.#origin = snapshot.origin;
    this.#isLost = false;
    for (const [id, seq] of this.#answered) if (!isSame || seq <= snapshot.seq) this.#drop(id);
  }

  // -- the view

  /** Makes the view anew and tells what is different; `folded` are the records whose confirmed state has changed. */
  #show(folded) {
    const view = this.#items.length ? this.#confirmed.copy() : this.#confirmed;
    const touched = new Set([...folded, ...this.#overlaid]);
    this.#overlaid.clear();
    this.#hidden.clear();
    const done = new Map();
    for (const item of this.#items) {
      const made = this.#made(view, item, done);
      if (!made) continue;
      done.set(item.id, { ...made, action: item.action ?? item.edit.action, group: item.edit?.group });
      for (const id of Object.keys(made.after)) this.#overlaid.add(id);
    }
    for (const id of this.#overlaid) touched.add(id);
    const changed = view.settleFrom(this.#view, touched);
    if (view !== this.#confirmed) this.#confirmed.settleFrom(view, touched);
    this.#view = view;
    return changed;
  }

  /** Does a pending item to the view; null when it cannot be shown. */
  #made(view, item, done) {
    if (!item.edit) return this.#reversed(view, item, done);
    const { made } = attempt(view, item.edit, basesOf(item));
    if (!made) this.#hidden.add(item.id);
    return made ?? null;
  }

  #reversed(view, item, done) {
    const stepOf = (key, change) => ({ key, change, action: change.action, undoes: change.undoes, group: change.group });
    const pending = [...done].map(([key, change]) => stepOf(key, change));
    const steps = [...this.#own.map((change) => stepOf(change.seq, change)), ...pending];
    const target = stacks(steps)[item.action].at(-1);
    const parts = stepsWith(steps, target);
    if (!parts.length) return null; // a change from before this page was opened: the server knows it
    const made = inverse(view, composed(parts.map(({ change }) => change)));
    view.patch(made.after);
    return { ...made, undoes: target };
  }
}

function textOf(entry, key) {
  return entry?.fields[key] ?? "";
}

function texts(fields, keys) {
  return Object.fromEntries(keys.map((key) => [key, fields[key] ?? ""]));
}

function longKeys({ kind, fields = {} }) {
  return Object.keys(fields).filter((key) => longText(kind, key));
}

function keysAre(fields, keys) {
  const found = Object.keys(fields);
  return found.length === keys.length && found.every((key) => keys.includes(key));
}

/** The long texts that an edit's own are to be merged upon, as the server will find them. */
function basesOf({ edit, base, beneath }) {
  if (edit.action !== "set") return {};
  return { ...texts(base, longKeys(edit)), ...texts(beneath, longKeys(edit).filter((key) => key in beneath)) };
}

function joined(one, other) {
  return {
    records: [...new Set([...one.records, ...other.records])],
    lists: [...new Set([...one.lists, ...other.lists])],
  };
}
