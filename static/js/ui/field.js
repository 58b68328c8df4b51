// The one text field of the editor: what is typed is a draft until it is an edit, and nobody's change ever takes it away.
//
// The draft lives outside the DOM (session.drafts), the element is written to only when nothing of the person's own is in it,
// and then only where the texts differ, so that caret and selection stay. Saved after a pause, on leaving, and on Ctrl+Enter.

import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { CannotApply } from "../model/applying.js";
import { longText } from "../model/kinds.js";
import { useEditor } from "./context.js";
import { isDrawing } from "./focus.js";
import { TornField } from "./torn.js";
import { say } from "./said.js";

const PAUSE = 1000; // ms without a key until what was typed is saved
const TOLD = 8000; // ms for which it is said that somebody else writes here too

/**
 * @typedef {object} FieldProps
 * @property {string} record  its id; it need not be there yet
 * @property {string} kind
 * @property {string} name  the field's key
 * @property {string} label  for those who do not see where it stands
 * @property {boolean} [lines]  several lines (textarea)
 * @property {boolean} [needed]  the record cannot be without it
 * @property {{fields: object, position?: object}} [add]  how the record is added with the first word
 * @property {boolean} [removes]  emptied and left, the record goes
 * @property {boolean} [focused]  takes the focus when it appears
 * @property {string} [hint]  shown while it is empty
 * @property {string} [class]
 * @property {(text: string) => unknown} [read]  what the field holds for a text (a number, a list); throws RangeError with a sentence
 * @property {(value: unknown) => string} [write]  the text of what it holds
 * @property {(event: KeyboardEvent) => boolean} [onKey]  keys before the field's own; true: dealt with
 * @property {(event: ClipboardEvent) => boolean} [onPaste]
 * @property {() => void} [onLeave]
 * @property {object} [attributes]  further ones of the element: `id`, `inputMode`, `list`
 */

/** @param {FieldProps} props */
export function Field(props) {
  const { record, kind, name, label, lines, needed, add, removes, focused, hint } = props;
  const { session, ui } = useEditor();
  const key = `${record} ${name}`;
  const box = useRef(/** @type {HTMLTextAreaElement | HTMLInputElement | null} */ (null));
  const timer = useRef(0);
  const composing = useRef(false);
  const base = useRef(null); // what was seen of the text that stands in the element
  const [wrong, setWrong] = useState("");
  const [also, setAlso] = useState(null); // who else has changed this text while it is being written
  const write = props.write ?? asText;
  const text = write(session.record(record)?.fields[name]);
  const draft = session.drafts.get(key);

  const read = () => session.reading(record, [name]);
  const grow = () => fit(box.current);

  // What others write is taken in where nothing of one's own is in the way.
  useLayoutEffect(() => {
    const field = box.current;
    if (base.current === null) {
      base.current = draft?.reading ?? read();
      field.value = draft?.text ?? text;
      if (focused) field.focus();
      if (draft) timer.current = setTimeout(save, PAUSE);
    } else if (!session.drafts.get(key) && !composing.current) {
      if (field.value !== text) take(field, text);
      base.current = read();
    }
    grow();
  });
  useEffect(() => () => save(), []); // a field that goes away saves what is in it

  /** What a text would be as an edit; `blank` when it says nothing, `problem` why it cannot be one. */
  function editOf(typed) {
    const [value, problem] = attempt(props.read ?? asIs, typed);
    if (problem) return { problem };
    if (session.view.has(record)) {
      if ((value === "" || value === null) && needed) return { blank: true };
      return { edit: { action: "set", kind, record, fields: { [name]: value } } };
    }
    if (value === "" || value === null || !add) return { blank: true };
    return { edit: { action: "add", kind, record, fields: { ...add.fields, [name]: value }, position: add.position } };
  }

  function save() {
    clearTimeout(timer.current);
    const mine = session.drafts.get(key);
    if (!mine || composing.current) return;
    const { edit, problem = "", blank } = editOf(mine.text);
    setWrong(problem);
    if (problem) return session.drafts.stick(key);
    const is = session.view.get(record);
    if (blank || (is && write(is.fields[name]) === write(edit.fields[name]))) {
      if (!blank || !mine.text) session.drafts.delete(key);
      else if (!is && mine.text.trim()) session.drafts.stick(key); // its record is gone
      return;
    }
    try {
      const [item] = session.do(edit, is ? { reading: mine.reading } : {});
      session.drafts.delete(key);
      base.current = session.readingAfter(item, record, [name]);
    } catch (error) {
      if (!(error instanceof CannotApply)) throw error;
      setWrong("This cannot be saved here any more; the text is kept.");
      session.drafts.stick(key);
    }
  }

  function input() {
    const field = box.current;
    const reading = session.drafts.get(key)?.reading ?? base.current ?? read();
    const { edit } = editOf(field.value); // for the page that is opened after this one was closed in the middle of a word
    session.drafts.set(key, { text: field.value, reading, edit });
    session.here({ record, field: name, typing: true });
    clearTimeout(timer.current);
    timer.current = setTimeout(save, PAUSE);
    grow();
  }

  function blur() {
    if (isDrawing()) return;
    save();
    const is = session.view.get(record);
    if (removes && is && !box.current.value.trim()) {
      session.drafts.delete(key);
      session.do({ action: "remove", kind, record });
      say(ui, `Removed “${excerpt(text)}”.`, { undo: true });
    } else if (needed && is && !box.current.value.trim()) {
      session.drafts.delete(key);
      box.current.value = text; // a name that must be is not emptied
    } else if (!is && !box.current.value.trim()) {
      session.drafts.delete(key); // blanks alone are nothing to add
    }
    session.here({ record, field: name, typing: false });
    props.onLeave?.();
  }

  function keydown(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    if (props.onKey?.(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !lines) {
      save();
    }
  }

  const theirs = draft ? session.changedSince(record, name, draft.reading) : null;
  useEffect(() => {
    if (!theirs) return undefined;
    const now = excerpt(write(theirs.text));
    const short = `${now ? `wrote “${now}” here` : "emptied this"} meanwhile. What you write will stand; theirs is in the history.`;
    setAlso(html`<span><b>${theirs.by}</b> ${longText(kind, name) ? "changed this too; what both of you wrote is kept." : short}</span>`);
    const later = setTimeout(() => setAlso(null), TOLD);
    return () => clearTimeout(later);
  }, [theirs?.seq]);
  const said = {
    ...props.attributes,
    ref: box,
    class: props.class ?? "fld",
    "data-f": key,
    "aria-label": label,
    "aria-invalid": wrong ? "true" : undefined,
    "aria-describedby": also || wrong ? `said-${key}` : undefined,
    placeholder: hint,
    dir: "auto",
    onInput: input,
    onBlur: blur,
    onFocus: () => session.here({ record, field: name, typing: false }),
    onKeyDown: keydown,
    onPaste: (event) => props.onPaste?.(event) && event.preventDefault(),
    onCompositionStart: () => {
      composing.current = true;
      session.hold();
    },
    onCompositionEnd: () => {
      composing.current = false;
      session.release();
      input();
    },
  };
  return html`
    ${lines ? html`<textarea rows="1" ...${said}></textarea>` : html`<input type="text" ...${said} />`}
    ${also && html`<span class="others" id=${`said-${key}`} role="status" dir="auto">${also}</span>`}
    <${TornField} record=${record} field=${name} />
    ${wrong && !also && html`<span class="others bad" id=${`said-${key}`} role="alert">${wrong}</span>`}
  `;
}

function asText(value) {
  return value === undefined || value === null ? "" : String(value);
}

function asIs(text) {
  return text.trim() ? text : "";
}

/** What a text says, or the sentence why it says nothing. */
function attempt(read, text) {
  try {
    return [read(text), ""];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [undefined, error.message];
  }
}

function excerpt(text) {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Writes a newer text into a field where it differs; caret and selection stay with their words. */
function take(field, text) {
  const was = field.value;
  let start = 0;
  while (start < was.length && start < text.length && was[start] === text[start]) start += 1;
  let [end, ends] = [was.length, text.length];
  while (end > start && ends > start && was[end - 1] === text[ends - 1]) [end, ends] = [end - 1, ends - 1];
  if (document.activeElement === field) field.setRangeText(text.slice(start, ends), start, end, "preserve");
  else field.value = text;
}

/** Gives a textarea the height of its text, where the browser does not do it by itself. */
function fit(field) {
  if (field.tagName !== "TEXTAREA" || CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
