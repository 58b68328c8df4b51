// A list of records in the panel: each one written in place, one empty field for the next, order and removal by key and menu.

import { html } from "htm/preact";
import { useRef, useState } from "preact/hooks";
import { KINDS } from "../../model/kinds.js";
import { capital } from "../../model/map/wording.js";
import { useEditor } from "../context.js";
import { Field } from "../field.js";
import { placeOf } from "../holding.js";
import { Icon } from "../icon.js";
import { open } from "../opening.js";
import { useActing } from "./acting.js";
import { Controls, Others, isPlainEnter } from "./control.js";
import { SHEETS, writtenAs } from "./fields.js";

/**
 * @typedef {object} RowsProps
 * @property {string} kind
 * @property {readonly string[]} ids
 * @property {string} word  what one of them is called
 * @property {object} [fixed]  the fields that a new one is given; without them none can be added
 * @property {boolean} [loose]  their order is not theirs to choose here
 * @property {(id: string) => object} [more]  more that can be done with one, by the command's name: see `rowCommands`
 * @property {(id: string) => any} [head]  what stands over its fields
 * @property {(id: string) => any} [foot]  what stands under them
 */

/** @param {RowsProps} props */
export function Rows({ kind, ids, word, fixed, loose, more, head, foot }) {
  const { session } = useEditor();
  const act = useActing();
  const box = useRef(null);
  const fresh = useRef("");
  const { main } = SHEETS[kind];
  if (!fresh.current || session.view.get(fresh.current)) fresh.current = session.makeId();

  const shift = (id, by) => {
    const other = ids[ids.indexOf(id) + by];
    if (other) act({ action: "move", kind, record: id, position: by < 0 ? { before: other } : { after: other } });
  };
  /** Puts the focus on what has come to stand in a removed one's place. */
  const drop = (id) => {
    const at = ids.indexOf(id);
    if (!act.remove(kind, id, String(session.view.get(id)?.fields[main] ?? word))) return;
    queueMicrotask(() => {
      const next = box.current?.children[at];
      (next?.querySelector(".rowmenu") ?? next?.querySelector(".main") ?? box.current?.closest("section")?.querySelector("h3"))?.focus();
    });
  };
  const actsOf = (id) => ({
    ...(!loose && ids[0] !== id && { up: () => shift(id, -1) }),
    ...(!loose && ids.at(-1) !== id && { down: () => shift(id, 1) }),
    remove: () => drop(id),
    ...more?.(id),
  });
  const step = (from) => {
    const at = [...box.current.children].indexOf(from.closest("li"));
    from.blur();
    queueMicrotask(() => box.current?.children[at + 1]?.querySelector(".main")?.focus());
  };
  const shown = main && fixed ? [...ids, fresh.current] : ids;
  return html`<ul class=${`rows k-${kind}`} ref=${box}>
    ${shown.map(
      (id, at) => html`<${Row} key=${id} id=${id} kind=${kind} isNew=${at === ids.length} label=${at === ids.length ? `Add ${article(word)}` : `${capital(word)} ${at + 1}`}
        fixed=${fixed} acts=${at < ids.length ? actsOf(id) : null} step=${step} head=${head} foot=${foot} />`,
    )}
  </ul>`;
}

function Row({ id, kind, isNew, label, fixed, acts, step, head, foot }) {
  const { main, fields, more } = SHEETS[kind];
  const at = `p-${id}-main`;
  const keys = (event) => {
    const way = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "other", ArrowRight: "other" }[event.key];
    // These keys open a choice and a day's calendar.
    if (!way || !event.altKey || !acts || event.target.matches("select, [type=date]")) return;
    event.preventDefault();
    event.stopPropagation();
    acts[way]?.(event);
  };
  const text = html`<${Field}
    record=${id}
    kind=${kind}
    name=${main}
    lines=${true}
    needed
    removes=${!isNew}
    add=${fixed && { fields: fixed }}
    label=${label}
    class="fld main"
    read=${writtenAs({ type: kind === "statement" || kind === "story" || kind === "comment" ? "prose" : "line" })?.read}
    attributes=${{ id: at }}
    onKey=${(event) => isPlainEnter(event) && (step(event.target), true)}
  />`;
  // The same elements in the same places for a new one, so that the field stays as it becomes a record.
  return html`<li class=${isNew ? "new" : "row-of"} onKeyDown=${keys}>
    <fieldset aria-label=${isNew ? undefined : label}>
      <div class="rowtop">
        ${isNew ? html`<label for=${at}><${Icon} name="plus" size=${14} />${label}</label>` : head?.(id)}
        ${main && text}
        ${!isNew && html`<${RowMenu} id=${id} label=${label} acts=${acts} />`}
      </div>
      ${!isNew &&
      html`<${Others} record=${id} />
        <${Controls} id=${id} kind=${kind} of=${fields} />
        ${more && html`<${More} id=${id} kind=${kind} of=${more} />`}
        ${foot?.(id)}`}
    </fieldset>
  </li>`;
}

function RowMenu({ id, label, acts }) {
  const { session, ui } = useEditor();
  const openMenu = ({ currentTarget: from }) => {
    const { right, bottom } = from.getBoundingClientRect();
    const hangsHere = KINDS[session.view.get(id)?.kind]?.parent === "touchpoint";
    open(ui, "menu", { row: acts, ...(hangsHere && { item: id, ...placeOf(session.view, id) }), left: right - 230, top: bottom, from });
  };
  return html`<button type="button" class="tool rowmenu" aria-haspopup="menu" aria-label=${`What can be done with ${label}`} onClick=${openMenu}><${Icon} name="ellipsis" size=${15} /></button>`;
}

/** The fields that unfold; folded, what they hold is said in a line. */
function More({ id, kind, of }) {
  const { session } = useEditor();
  const [isOpen, setOpen] = useState(false);
  const fields = session.record(id)?.fields ?? {};
  const held = of.filter(({ key }) => fields[key] !== undefined).map((field) => `${field.label} ${(writtenAs(field)?.write ?? String)(fields[field.key])}`);
  return html`<details class="more" onToggle=${(event) => setOpen(event.currentTarget.open)}>
    <summary>More <span dir="auto">${held.join(" · ")}</span></summary>
    ${isOpen && html`<${Controls} id=${id} kind=${kind} of=${of} />`}
  </details>`;
}

function article(word) {
  return `${/^[aeiou]/iu.test(word) ? "an" : "a"} ${word}`;
}
