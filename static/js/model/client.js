// One browser's side of a live workshop: what is shown and what is on its way to the server, kept in step.

import { CannotApply } from "./applying.js";
import { LiveWorkshop } from "./pending.js";
import { Outbox, statusText } from "./outbox.js";
import { isMoot } from "./refused.js";

/**
 * @typedef {import("./applying.js").Edit} Edit
 * @typedef {import("./pending.js").Changed} Changed
 * @typedef {import("./pending.js").Reading} Reading
 */

export class Client {
  /**
   * @param {LiveWorkshop} live
   * @param {Outbox} outbox
   * @param {object} means
   * @param {() => string} means.makeId
   * @param {(changed: Changed) => void} [means.onChange]  what is different in the view
   * @param {(changes: import("./changes.js").Change[]) => void} [means.onHeard]  what the server has told, some of it again
   */
  constructor(live, outbox, { makeId, onChange = () => {}, onHeard = () => {} }) {
    this.live = live;
    this.outbox = outbox;
    this.makeId = makeId;
    this.onChange = onChange;
    this.onHeard = onHeard;
  }

  /**
   * A client that goes on with what was kept here before.
   * @param {object} snapshot  as `GET …/snapshot` answers, or the one that was kept for a start without a network
   * @param {import("./outbox.js").Storage} storage
   * @param {{actor?: string, random?: () => number} & ConstructorParameters<typeof Client>[2]} means
   */
  static async open(snapshot, storage, { actor, random, ...means }) {
    const outbox = new Outbox(storage, { random });
    await outbox.load();
    return new Client(new LiveWorkshop(snapshot, { actor, items: outbox.waiting }), outbox, means);
  }

  /**
   * Goes on with what a tab has left that is closed: shown here, and sent before what is new.
   * @param {import("./outbox.js").Kept[]} kept
   */
  adopt(kept) {
    this.onChange(this.live.adopt(this.outbox.adopt(kept)));
  }

  /** The workshop to show. */
  get view() {
    return this.live.view;
  }

  /**
   * Does an edit: shown at once, sent in its turn. Throws CannotApply with nothing done.
   * @param {Omit<Edit, "id" | "seen" | "upon">} edit
   * @param {Reading} [reading]  what its writer had seen who began to write before now
   * @param {string} [told]  what the step that it is part of does, in a sentence
   */
  do(edit, reading, told) {
    const { item, changed } = this.live.edit({ id: this.makeId(), ...edit }, reading);
    if (told) item.told = told;
    return this.#queued(item, changed);
  }

  /** Takes back the person's last change. */
  undo() {
    const { item, changed } = this.live.reverse(this.makeId(), "undo");
    return this.#queued(item, changed);
  }

  /** Does again what was taken back last. */
  redo() {
    const { item, changed } = this.live.reverse(this.makeId(), "redo");
    return this.#queued(item, changed);
  }

  #queued(item, changed) {
    this.outbox.put(item);
    this.onChange(changed);
    return item;
  }

  /**
   * Does refused edits once more, in their order, as the workshop is now and as part of the same step. Those that still
   * cannot be done stay drafts; throws CannotApply when that is true of all. What has nothing to do any more stays as long as
   * another does: whoever brings back what that one needs may bring back this too.
   * @param {readonly string[]} ids  of the refused edits
   * @returns {import("./pending.js").Item[]}
   */
  again(ids) {
    const [items, moot] = [[], []];
    let wrong = null;
    for (const { item } of this.outbox.drafts.filter((one) => one.item.edit && ids.includes(one.item.id))) {
      try {
        items.push(this.#onceMore(item));
        this.outbox.settle(item.id);
      } catch (error) {
        if (!(error instanceof CannotApply)) throw error;
        if (isMoot(item.edit, error.codes)) moot.push(item.id);
        else wrong ??= error;
      }
    }
    if (!wrong) moot.forEach((id) => this.outbox.settle(id));
    else if (!items.length) throw wrong;
    return items;
  }

  /** What its writer had seen counts as long as this is the log that it was seen in: what others wrote since is kept. */
  #onceMore({ edit: { seen, upon, settles, ...edit }, base, beneath, told }) {
    const reading = seen === undefined || seen > this.live.seq ? undefined : { seen, upon, base, beneath };
    return this.do({ ...edit, id: this.makeId() }, reading, told);
  }

  // -- the way up

  /**
   * The request to send now, if any; its answer goes to `answered`, `turnedAway` or `unreachable`.
   * @param {number} now  milliseconds
   */
  next(now) {
    const request = this.outbox.next(now);
    if (request) this.live.sent(request.ids);
    return request;
  }

  /**
   * @param {import("./outbox.js").Answer[]} answers  an undo or a redo that was done is one answer too
   * @param {number} now
   */
  answered(answers, now) {
    const { done, refused } = this.outbox.answered(answers, now);
    this.onHeard(done);
    if (done.length) this.onChange(this.live.acknowledge(done));
    this.#rollBack(refused);
  }

  /** As `Outbox.turnedAway`. */
  turnedAway(status, error, when) {
    this.#rollBack(this.outbox.turnedAway(status, error, when).refused);
  }

  /** As `Outbox.unreachable`. */
  unreachable(now) {
    this.outbox.unreachable(now);
  }

  #rollBack(refused) {
    for (const { id } of refused) {
      const found = this.live.refuse(id);
      if (found) this.onChange(found.changed);
    }
  }

  // -- the way down

  /** Takes in changes from the stream. */
  receive(changes) {
    this.onHeard(changes);
    this.onChange(this.live.receive(changes));
  }

  /** Takes in the answer to `live.wants.after`. */
  caughtUp(answer, after) {
    this.onHeard(answer.changes);
    this.onChange(this.live.caughtUp(answer, after));
  }

  /** Takes in a snapshot. */
  replace(snapshot) {
    this.onChange(this.live.replace(snapshot));
  }

  /** What is true of everything that was done here, with its words; `typing` counts drafts that are not yet edits. */
  status(typing = 0) {
    const status = this.outbox.status(typing);
    return { ...status, text: statusText(status) };
  }
}
