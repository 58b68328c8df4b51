// What a browser keeps of live workshops, in IndexedDB: edits on their way, drafts, and the workshop as it was last seen.
//
// Everything carries the id of the tab that made it. What a closed tab has left is taken over in one transaction, so that
// exactly one living tab goes on with it.

import { answer, committed, openDatabase } from "./database.js";

const NAME = "touchmap";
const VERSION = 1;
const PATIENCE = 4_000; // ms until a database that does not open counts as failing
const MOST_SNAPSHOTS = 6; // workshops that are kept as they were last seen

/**
 * @typedef {import("../model/outbox.js").Kept} Kept
 *
 * @typedef {object} Draft A text that is not yet an edit.
 * @property {string} text
 * @property {import("../model/pending.js").Reading} [reading]  what its writer had seen
 * @property {object} [edit]  what it was about to be, for a page that is opened after this one was closed
 * @property {boolean} [stuck]  it will not be saved by itself: its writer has to look at it
 *
 * @typedef {{items: Kept[], drafts: Map<string, Draft>}} Left What closed tabs have left: items in order, drafts by key.
 */

export class BrowserStore {
  /** @type {Promise<IDBDatabase> | null} */
  #opening = null;

  /**
   * @param {string} [name]  of the database
   */
  constructor(name = NAME) {
    this.name = name;
  }

  /** The database, opened anew when the browser has closed it (as it does when somebody clears the site's data). */
  #open() {
    this.#opening ??= within(
      PATIENCE,
      openDatabase(this.name, VERSION, {
        upgrade(database) {
          const items = database.createObjectStore("items", { keyPath: ["workshop", "id"] });
          items.createIndex("workshop", "workshop");
          const drafts = database.createObjectStore("drafts", { keyPath: ["workshop", "tab", "key"] });
          drafts.createIndex("workshop", "workshop");
          database.createObjectStore("snapshots", { keyPath: "workshop" });
        },
        gone: () => (this.#opening = null),
      }),
    ).catch((error) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  async #begin(stores, mode) {
    const database = await this.#open();
    try {
      return database.transaction(stores, mode);
    } catch (error) {
      this.#opening = null; // it was closed under us
      throw error;
    }
  }

  // A transaction is committed by name, not when the page gets round to it: what is written while a page closes is kept.
  async #write(stores, deed) {
    const work = await this.#begin(stores, "readwrite");
    const done = committed(work);
    done.catch(() => {}); // told below; when the deed itself fails, that is told instead
    try {
      const result = await deed(work);
      work.commit?.();
      await done;
      return result;
    } catch (error) {
      stop(work);
      throw error;
    }
  }

  /** A store to read from. */
  async #read(store) {
    return (await this.#begin(store, "readonly")).objectStore(store);
  }

  /**
   * The outbox of one tab. Each of its functions throws when the browser cannot keep things.
   * @returns {import("../model/outbox.js").Storage}
   */
  outbox(workshop, tab) {
    return {
      load: async () => {
        const rows = await answer((await this.#read("items")).index("workshop").getAll(workshop));
        return rows.filter((row) => row.tab === tab).map(keptOf);
      },
      put: (kept) =>
        this.#write("items", (work) => {
          work.objectStore("items").put({ ...kept, workshop, tab });
        }),
      remove: (ids) =>
        this.#write("items", (work) => {
          for (const id of ids) work.objectStore("items").delete([workshop, id]);
        }),
    };
  }

  /**
   * Writes drafts of one tab: null takes one away.
   * @param {Map<string, Draft | null>} drafts  by key
   */
  putDrafts(workshop, tab, drafts) {
    return this.#write("drafts", (work) => {
      const store = work.objectStore("drafts");
      for (const [key, draft] of drafts) {
        if (draft) store.put({ workshop, tab, key, ...draft });
        else store.delete([workshop, tab, key]);
      }
    });
  }

  /**
   * Takes over what closed tabs have left: from now on it is this tab's.
   *
   * A draft is left where it is when this tab has one of the same field, and when another closed tab has a newer one: no text
   * is written over.
   * @param {string} workshop
   * @param {string} tab  this one
   * @param {(tab: string) => boolean} isClosed
   * @returns {Promise<Left>}
   */
  async takeOver(workshop, tab, isClosed) {
    return this.#write(["items", "drafts"], async (work) => {
      const [items, drafts] = [work.objectStore("items"), work.objectStore("drafts")];
      const mine = (row) => row.tab !== tab && isClosed(row.tab);
      const left = { items: [], drafts: new Map() };
      for (const row of (await answer(items.index("workshop").getAll(workshop))).filter(mine)) {
        items.put({ ...row, tab });
        left.items.push(keptOf(row));
      }
      left.items.sort((one, other) => one.order - other.order);
      const rows = await answer(drafts.index("workshop").getAll(workshop));
      const taken = new Set(rows.filter((row) => row.tab === tab).map(({ key }) => key));
      for (const row of rows.filter(mine).sort((one, other) => (other.at ?? 0) - (one.at ?? 0))) {
        if (taken.has(row.key)) continue;
        taken.add(row.key);
        drafts.delete([workshop, row.tab, row.key]);
        drafts.put({ ...row, tab });
        left.drafts.set(row.key, { text: row.text, reading: row.reading, edit: row.edit, at: row.at });
      }
      return left;
    });
  }

  /** The workshop as it was last seen here; undefined when it never was. */
  async snapshot(workshop) {
    return (await answer((await this.#read("snapshots")).get(workshop)))?.snapshot;
  }

  /**
   * Keeps a workshop as it is seen, and forgets those that were not seen for longest.
   * @param {{workshop: string}} snapshot
   * @param {number} at  ms since 1970
   */
  keepSnapshot(snapshot, at) {
    return this.#write("snapshots", async (work) => {
      const store = work.objectStore("snapshots");
      store.put({ workshop: snapshot.workshop, at, snapshot });
      if ((await answer(store.count())) <= MOST_SNAPSHOTS) return;
      const rows = (await answer(store.getAll())).sort((one, other) => other.at - one.at);
      for (const { workshop } of rows.slice(MOST_SNAPSHOTS)) store.delete(workshop);
    });
  }

  /** Forgets a workshop that is not there any more. Edits and drafts stay: somebody typed them. */
  forgetSnapshot(workshop) {
    return this.#write("snapshots", (work) => {
      work.objectStore("snapshots").delete(workshop);
    });
  }

  async close() {
    const opening = this.#opening;
    this.#opening = null;
    (await opening?.catch(() => null))?.close();
  }
}

function keptOf({ id, order, item, error }) {
  return error ? { id, order, item, error } : { id, order, item };
}

/** Takes back what a transaction has done, unless it is over already. */
function stop(work) {
  try {
    work.abort();
  } catch {
    // over already
  }
}

/** A promise that fails when it takes too long. */
function within(limit, promise) {
  return new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error("its database does not open")), limit);
    promise.then(done, failed).finally(() => clearTimeout(timer));
  });
}
