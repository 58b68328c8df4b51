// Keeps the workshop as it is seen for a start without a network, and goes on with what closed tabs have left.

const IDLE = 10_000; // ms
const SWEEP_EVERY = 60_000; // ms; a tab that crashed says no goodbye
const GRACE = 4_000; // ms in which a tab that is only loaded anew takes its own
const SLOWLY = 12_000; // ms in which a busy browser too has closed a tab

export class Keeper {
  #keeping = 0;
  #sweeping = 0;
  #kept = "";
  #stopped = false;

  /**
   * @param {object} means
   * @param {import("./storage.js").BrowserStore} means.store
   * @param {import("./tabs.js").Tabs} means.tabs
   * @param {import("../model/client.js").Client} means.client
   * @param {() => string} means.makeId
   * @param {() => boolean} means.mayKeep  whether it is this tab that keeps the workshop
   * @param {(left: import("./storage.js").Left) => void} means.onAdopted  what a closed tab has left is this one's now
   * @param {number} [means.idle]  ms without a change until the workshop is kept
   */
  constructor({ store, tabs, client, makeId, mayKeep, onAdopted, idle = IDLE }) {
    Object.assign(this, { store, tabs, client, makeId, mayKeep, onAdopted, idle });
    this.#sweeping = setInterval(() => this.sweep(), SWEEP_EVERY);
    this.sweepSoon(); // a tab that was closed a moment before this one began may have counted as living
  }

  /** Something has changed: when it is quiet, the workshop is kept. */
  changed() {
    this.#keeping ||= setTimeout(() => {
      this.#keeping = 0;
      this.keep();
    }, this.idle);
  }

  /** Keeps the workshop as the server has told it; while edits are on their way, what was kept before stays. */
  async keep() {
    const { live, outbox } = this.client;
    const { seq, origin } = live;
    if (!this.mayKeep() || live.items.length || outbox.waiting.length || this.#kept === `${origin} ${seq}`) return;
    const records = live.confirmed.plain();
    const snapshot = { workshop: live.view.workshop, origin, seq, records, conflicts: live.conflicts };
    try {
      await this.store.keepSnapshot(snapshot, Date.now());
      this.#kept = `${origin} ${seq}`;
    } catch {
      // Only a comfort is missing; that edits and drafts cannot be kept is told where they are.
    }
  }

  /** Another tab was closed. */
  sweepSoon() {
    for (const wait of [GRACE, SLOWLY]) setTimeout(() => this.sweep(), wait);
  }

  /** Goes on with the edits and the drafts that closed tabs have left. */
  async sweep() {
    if (this.#stopped) return;
    const { store, tabs, makeId } = this;
    const nothing = { items: [], drafts: new Map() }; // tried again in a minute; nothing was taken from anybody
    const left = await leftBehind({ store, tabs, makeId }).catch(() => nothing);
    if (left.items.length) this.client.adopt(left.items);
    if (left.items.length || left.drafts.size) this.onAdopted(left);
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#keeping);
    clearInterval(this.#sweeping);
  }
}

/**
 * Takes over what tabs have left that are closed by now. A tab that begins meanwhile has a younger id and is left alone.
 * @param {object} means  as the Keeper's
 * @returns {Promise<import("./storage.js").Left>}
 */
export async function leftBehind({ store, tabs, makeId }) {
  const now = makeId();
  const living = await tabs.living();
  return store.takeOver(tabs.workshop, tabs.id, (tab) => tab < now && !living.has(tab));
}
