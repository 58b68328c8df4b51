// A cell that is being written in: one field for each of its items, and an empty one for the next.

import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { KINDS, longText } from "../model/kinds.js";
import { useEditor } from "./context.js";
import { Field } from "./field.js";
import { isDrawing } from "./focus.js";
import { recordsIn } from "../model/map/cells.js";
import { ItemTools } from "./itemtools.js";

/** @param {{lane: import("../model/map/lanes.js").Lane, touchpoint: string}} props */
export function Editing({ lane, touchpoint }) {
  const { session, ui, commands } = useEditor();
  const box = useRef(null);
  const stepping = useRef(false); // on the way to a line that is only there once this one is saved
  const { holds } = lane;
  const name = session.record(touchpoint)?.fields.name ?? "";

  // Before the next key press: whoever types at once loses no letter.
  useLayoutEffect(() => {
    const fields = [...box.current.querySelectorAll(".fld:not(.short)")];
    const wanted = ui.about.value?.item && fields.find((one) => one.dataset.f.startsWith(ui.about.value.item));
    const field = wanted ?? (ui.about.value?.fresh ? fields.at(-1) : fields[0]);
    ui.about.value = null;
    field?.focus();
    if (field?.setSelectionRange) field.setSelectionRange(field.value.length, field.value.length);
  }, []);

  // The cell has the focus at once, so that the next key is about it; the field that is left saves what is in it.
  const leave = () => {
    box.current.closest("[data-lane]").focus();
    ui.editing.value = null;
  };
  function focusout(event) {
    if (isDrawing() || stepping.current || !document.hasFocus()) return;
    if (box.current.contains(event.relatedTarget) || event.relatedTarget?.closest("#editor-over")) return;
    if (ui.editing.value?.lane === lane.key && ui.editing.value.touchpoint === touchpoint) ui.editing.value = null;
  }

  /** Keys inside a field; `at` is its place among the cell's fields. */
  function key(event, id) {
    const fields = [...box.current.querySelectorAll(".fld:not(.short)")];
    const at = fields.indexOf(event.target);
    const { key: pressed, shiftKey, ctrlKey, metaKey, altKey } = event;
    const { value, selectionStart: from, selectionEnd: to } = event.target;
    if (pressed === "Escape") return leave(), true;
    if (pressed === "Enter" && (ctrlKey || metaKey)) return leave(), commands.run("right"), true;
    if (pressed === "Enter" && !shiftKey && !altKey && holds.type !== "field") {
      if (!value.trim()) return fields[at].blur(), leave(), true;
      stepping.current = true;
      if (at === fields.length - 1) fields[at].blur();
      queueMicrotask(() => {
        step(at + 1);
        stepping.current = false;
      });
      return true;
    }
    if (pressed === "Backspace" && !value && at > 0 && id) return step(at - 1), true;
    if (pressed === "ArrowUp" && !altKey && from === 0 && to === 0 && at > 0) return step(at - 1), true;
    if (pressed === "ArrowDown" && !altKey && from === value.length && at < fields.length - 1) return step(at + 1, 0), true;
    return false;
  }
  function step(at, caret) {
    const fields = [...box.current.querySelectorAll(".fld:not(.short)")];
    const field = fields[Math.min(at, fields.length - 1)];
    field?.focus();
    field?.setSelectionRange(caret ?? field.value.length, caret ?? field.value.length);
  }
  const paste = (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\n\t]/.test(text.trim()) || holds.type === "field") return false;
    commands.run("paste", { text, lane: lane.key, touchpoint, way: "here" });
    return true;
  };

  const common = { onKey: (event) => key(event, ""), onPaste: paste };
  return html`<div class="editing" ref=${box} onFocusOut=${focusout}>
    ${holds.type === "field"
      ? html`<${Field} record=${touchpoint} kind="touchpoint" name=${holds.key} lines=${Boolean(longText("touchpoint", holds.key))} label=${`${lane.name} at ${name}`} ...${common} />
          ${(holds.also ?? []).map(
            (also) => html`<${Field} key=${also} record=${touchpoint} kind="touchpoint" name=${also} lines=${Boolean(longText("touchpoint", also))} label=${`${also} at ${name}`} hint=${capital(also.replace("customer_", ""))} class="fld also" ...${common} />`,
          )}`
      : holds.type === "names"
        ? html`<${Field} record=${touchpoint} kind="touchpoint" name=${holds.key} label=${`${lane.name} at ${name}, separated by commas`} read=${listed} write=${joined} hint="App, desk, phone" ...${common} />`
        : html`<${Items} lane=${lane} touchpoint=${touchpoint} name=${name} onKey=${key} onPaste=${paste} />`}
  </div>`;
}

/** The items of a cell as fields, the last one for what is not there yet. */
function Items({ lane, touchpoint, name, onKey, onPaste }) {
  const { session } = useEditor();
  const { holds } = lane;
  const fresh = useRef(session.makeId());
  const ids = recordsIn(session.live, lane.key, touchpoint);
  if (ids.includes(fresh.current)) fresh.current = session.makeId();
  const parent = KINDS[holds.kind].parent;
  const fields = holds.type === "links" ? { touchpoints: [touchpoint] } : { ...holds.fixed, [parent]: touchpoint };
  return [...ids, fresh.current].map((id, at) => {
    const isThere = at < ids.length;
    const label = isThere ? `${lane.name} ${at + 1} at ${name}` : `New in ${lane.name} at ${name}`;
    return html`<div class="item" key=${id}>
      <${Field}
        record=${id}
        kind=${holds.kind}
        name=${holds.text}
        lines
        needed
        removes=${isThere}
        add=${{ fields }}
        label=${label}
        hint=${isThere ? "" : "Write…"}
        onKey=${(event) => onKey(event, isThere ? id : "")}
        onPaste=${onPaste}
      />
      ${isThere && html`<${ItemTools} id=${id} kind=${holds.kind} lane=${lane.key} touchpoint=${touchpoint} label=${label} />`}
    </div>`;
  });
}

function listed(text) {
  const names = text.split(/[,;\n]/u).map((one) => one.trim());
  return names.filter((one, at) => one && names.indexOf(one) === at);
}

function joined(names) {
  return (names ?? []).join(", ");
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}
