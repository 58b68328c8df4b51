// The workshop as signals: one for each record and each list that somebody looks at, set when it changes.
//
// What others change is gathered and shown once per frame; what this person does is shown at once.

import { batch, signal } from "@preact/signals";
import { listName } from "../model/state.js";

const HIDDEN_EVERY = 250; // ms; a hidden page gets no frames

export class Store {
  #records = new Map();
  #lists = new Map();
  #dirty = { records: new Set(), lists: new Set() };
  #planned = false;
  #holds = 0;

  /** @param {() => import("../model/state.js").State} view  what is to be shown */
  constructor(view) {
    this.view = view;
  }

  /** @returns {import("../model/state.js").Entry | undefined} reactive */
  record(id) {
    let found = this.#records.get(id);
    if (!found) this.#records.set(id, (found = signal(this.view().get(id))));
    return found.value;
  }

  /** @returns {readonly string[]} ids in order; reactive */
  children(kind, parent = null) {
    const name = listName(kind, parent);
    let found = this.#lists.get(name);
    if (!found) this.#lists.set(name, (found = signal(this.view().children(kind, parent))));
    return found.value;
  }

  /**
   * Something is different in the view.
   * @param {import("../model/pending.js").Changed} changed
   * @param {{now?: boolean}} [when]  `now`: this person did it
   */
  changed({ records, lists }, { now = false } = {}) {
    if (now) {
      this.#show(records, lists);
      return;
    }
    for (const id of records) this.#dirty.records.add(id);
    for (const name of lists) this.#dirty.lists.add(name);
    if (records.length || lists.length) this.#plan();
  }

  /** From now on, what others change waits. */
  hold() {
    this.#holds += 1;
  }

  /** What has waited is shown. */
  release() {
    this.#holds = Math.max(0, this.#holds - 1);
    if (!this.#holds) this.flush();
  }

  /** Shows what has been gathered. */
  flush() {
    if (this.#holds) return;
    const { records, lists } = this.#dirty;
    this.#dirty = { records: new Set(), lists: new Set() };
    this.#show(records, lists);
  }

  #plan() {
    if (this.#planned || this.#holds) return;
    this.#planned = true;
    let isDone = false;
    const run = () => {
      if (isDone) return;
      isDone = true;
      this.#planned = false;
      this.flush();
    };
    // Whichever comes first: a page may be hidden between asking for a frame and getting it.
    requestAnimationFrame(run);
    setTimeout(run, HIDDEN_EVERY);
  }

  #show(records, lists) {
    const view = this.view();
    batch(() => {
      for (const id of records) {
        const found = this.#records.get(id);
        if (found) found.value = view.get(id);
      }
      for (const name of lists) {
        const found = this.#lists.get(name);
        if (found) found.value = view.children(...partsOf(name));
      }
    });
  }
}

/** The kind and the parent that a list is named by. */
function partsOf(name) {
  const place = name.indexOf(" ");
  return place < 0 ? [name] : [name.slice(0, place), name.slice(place + 1)];
}
