// What the session tells of itself, as signals that change only when what they say is another thing.

import { batch, signal } from "@preact/signals";
import { byDeed, isMoot } from "../model/refused.js";
import { isEqual } from "../model/state.js";
import { Authors } from "./choosing.js";
import { refusedTold, standing } from "./standing.js";
import { Tally } from "./tally.js";

const NOTHING_LEFT = "TM015"; // of an undo: there is nothing to take back

export class Telling {
  #authors = new Authors();
  #tally = new Tally();

  status = signal(standing({ state: "saved", waiting: 0, refused: 0, trouble: null }, {}));
  people = signal([]);
  conflicts = signal([]);
  refused = signal([]);
  waiting = signal(/** @type {import("../model/pending.js").Item[]} */ ([]));
  canUndo = signal(false);
  canRedo = signal(false);

  /**
   * Changes that the server has told, some of them again.
   * @param {import("../model/changes.js").Change[]} changes
   * @param {string} actor  this person
   */
  heard(changes, actor) {
    for (const change of changes) {
      this.#authors.take(change);
      if (change.actor === actor) this.#tally.take(change);
    }
  }

  /** What the server says can be undone and redone, as of a seq. */
  know(left) {
    this.#tally.know(left);
  }

  /** Whether the server has said so. */
  get isKnown() {
    return this.#tally.isKnown;
  }

  /**
   * Tells how it stands.
   * @param {object} what
   * @param {import("../model/client.js").Client} what.client
   * @param {import("./drafts.js").Drafts} what.drafts
   * @param {import("../model/outbox.js").Trouble | null} what.door  why nothing gets through
   * @param {object[]} what.people  everybody who is here
   * @param {{actor: string, by: string}} what.me
   */
  tell({ client: { outbox, live }, drafts, door, people, me }) {
    const refused = withoutMoot(outbox);
    const left = this.#tally.left(live.items);
    const typing = drafts.size;
    const others = people.filter(({ actor }) => actor !== me.actor).map(placeOf);
    batch(() => {
      put(this.status, standing(outbox.status(typing), { door, unkept: drafts.failing, typing, stuck: drafts.stuck }));
      put(this.people, others);
      put(this.conflicts, this.#authors.told(live.conflicts, me));
      put(this.refused, refusedTold(refused));
      put(this.waiting, outbox.waiting);
      this.canUndo.value = left.undo > 0;
      this.canRedo.value = left.redo > 0;
    });
  }
}

/**
 * What was refused and asks for a person; what does not is put away. One part of a step that asks nothing may matter to the
 * rest of it, which may be tried again: it stays until all of the step is answered.
 */
function withoutMoot(outbox) {
  const going = new Set(outbox.waiting.map(({ edit }) => edit?.group));
  return byDeed(outbox.drafts).flatMap(({ id, parts }) => {
    if (!parts.every(isNothing)) return parts;
    if (!going.has(id)) for (const { item } of parts) outbox.settle(item.id);
    return [];
  });
}

/** Whether a refusal asks nothing of anybody: a button that was a moment too old; or two have removed the same thing. */
function isNothing({ item: { edit }, error: { code, where } }) {
  return edit ? where === "record" && isMoot(edit, [code]) : code === NOTHING_LEFT;
}

function placeOf({ actor, by, record = null, field = null, typing = false }) {
  return { actor, by, record, field, typing };
}

/** Sets a signal where the value is another one: nobody is woken for the same. */
function put(held, value) {
  if (!isEqual(held.peek(), value)) held.value = value;
}
