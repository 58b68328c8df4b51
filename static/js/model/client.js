// One browser's side of a live workshop: what is shown and what is on its way to the server, kept in step.

import { LiveWorkshop } from "./pending.js";
import { Outbox, statusText } from "./outbox.js";

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
   */
  do(edit, reading) {
    const { item, changed } = this.live.edit({ id: this.makeId(), ...edit }, reading);
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
   * Does a refused edit once more, as the workshop is now. Throws CannotApply; then the draft stays.
   * @param {string} id  of the refused edit
   */
  again(id) {
    const draft = this.outbox.drafts.find(({ item }) => item.id === id);
    if (!draft?.item.edit) return null;
    const { seen, upon, settles, ...edit } = draft.item.edit;
    const item = this.do({ ...edit, id: this.makeId() });
    this.outbox.settle(id);
    return item;
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
