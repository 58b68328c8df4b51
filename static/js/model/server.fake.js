// A server for tests: it does edits in the order they come, each id once, and keeps the log.

import { CannotApply, perform } from "./applying.js";
import { composed } from "./changes.js";
import { longText } from "./kinds.js";
import { State } from "./state.js";
import { inverse, stacks, stepsWith } from "./undoing.js";

/** The long texts of an edit as its writer had seen them, where they have changed since; as `edits.texts_seen` in Python. */
export function textsSeen(edit, log) {
  const found = {};
  if (edit.action !== "set" || edit.seen === undefined) return found;
  const own = log.find((change) => change.id === edit.upon && change.record === edit.record);
  for (const key of Object.keys(edit.fields).filter((key) => longText(edit.kind, key))) {
    const touches = (change) => change.after[edit.record] && key in change.after[edit.record].fields;
    const takes = (change) => change.after[edit.record] === null; // and it came back since
    const since = log.filter((change) => change.seq > edit.seen && (touches(change) || takes(change)));
    if (!since.length) continue;
    const mine = own && (own.sent[key] ?? (touches(own) ? (own.after[edit.record].fields[key] ?? "") : undefined));
    found[key] = mine ?? since[0].before[edit.record]?.fields[key] ?? "";
  }
  return found;
}

export class FakeServer {
  constructor(workshop, records) {
    this.workshop = workshop;
    this.origin = "origin-1";
    this.state = new State(workshop, records);
    this.log = [];
  }

  get seq() {
    return this.log.length;
  }

  /** One edit: its change, or the error it is refused with; the same id again gets the same change. */
  do(edit, by = "somebody") {
    const there = this.log.find((change) => change.id === edit.id);
    if (there) return { id: edit.id, change: told(there) };
    try {
      const made = perform(this.state, edit, textsSeen(edit, this.log));
      const { id, action, kind, record, settles, group } = edit;
      const base = { seq: this.seq + 1, id, actor: by, by, at: "", action, kind, record, settles, ...(group && { group }) };
      this.log.push({ ...base, fields: edit.fields, ...made, conflict: this.#conflict(edit, made.conflict) });
      return { id, change: told(this.log.at(-1)) };
    } catch (error) {
      if (!(error instanceof CannotApply)) throw error;
      return { id: edit.id, error: { code: error.codes[0], message: error.message, where: "", todo: "", problems: [] } };
    }
  }

  /** An undo or a redo of a person's own last change. */
  reverse(id, action, by) {
    const there = this.log.find((change) => change.id === id);
    if (there) return { id, change: told(there) };
    const own = this.log.filter((change) => change.by === by);
    const steps = own.map((change) => ({ key: change.seq, change, action: change.action, undoes: change.undoes, group: change.group }));
    const target = stacks(steps)[action].at(-1);
    if (!target) return { id, error: { code: "TM015", message: "There is nothing to take back.", todo: "", problems: [] } };
    const done = this.log[target - 1];
    const made = inverse(this.state, composed(stepsWith(steps, target).map(({ change }) => change)));
    this.state.patch(made.after);
    const base = { seq: this.seq + 1, id, actor: by, by, at: "", action, kind: done.kind, record: done.record };
    this.log.push({ ...base, undoes: target, ...made, sent: {}, conflict: {} });
    return { id, change: told(this.log.at(-1)) };
  }

  /** A request as the client's outbox makes it, answered. */
  answer({ to, body }, by) {
    const asked = structuredClone(body);
    return to === "edits" ? asked.edits.map((edit) => this.do(edit, by)) : [this.reverse(asked.id, to, by)];
  }

  #conflict(edit, conflict) {
    const by = (key) => this.log.findLast((change) => key in (change.after[edit.record]?.fields ?? {}));
    return Object.fromEntries(
      Object.entries(conflict).map(([key, other]) => [key, { other, by: by(key)?.by ?? "", seq: by(key)?.seq ?? 0 }]),
    );
  }

  /** As `GET …/changes?after=` answers. */
  changes(after, limit = 500) {
    const changes = this.log.slice(after, after + limit).map(told);
    return { origin: this.origin, seq: this.seq, changes };
  }

  /** As `GET …/snapshot` answers. */
  snapshot() {
    const { workshop, origin, seq } = this;
    return structuredClone({ workshop, origin, seq, records: this.state.plain(), conflicts: this.conflicts() });
  }

  /** The conflicts that nobody has chosen upon. */
  conflicts() {
    const settled = (seq, record, field) =>
      this.log.some((change) => change.settles === seq && change.record === record && field in (change.fields ?? {}));
    return this.log.flatMap(({ seq, record, conflict }) =>
      Object.entries(conflict)
        .filter(([field]) => this.state.has(record) && !settled(seq, record, field))
        .map(([field, { other, by }]) => ({ seq, record, field, other, by })),
    );
  }
}

const TOLD = new WeakMap();

/** A change as clients hear it; frozen, so that a client that changes what it was told is found out. */
function told(change) {
  if (!TOLD.has(change)) {
    const { sent, fields, ...heard } = change;
    TOLD.set(change, frozen(structuredClone(heard)));
  }
  return TOLD.get(change);
}

function frozen(value) {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
