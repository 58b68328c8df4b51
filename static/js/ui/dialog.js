// A dialog over the page: modal, named, closed by Escape, and the focus goes back to where it was.

import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";
import { elementOf } from "./opening.js";
import { SaidHere } from "./said.js";

/**
 * @param {{title: unknown, name: string, icon?: string, bare?: boolean, reads?: boolean, children?: unknown, foot?: unknown,
 *   onClose?: () => void}} props
 *   name: says what it is, for its class and to those who hear it; bare: its heading is only heard; reads: there is nothing in it
 *   but text, so that it gets the focus to be scrolled by keys. What has `data-first` in it gets the focus.
 */
export function Dialog({ title, name, icon, bare = false, reads = false, children, foot, onClose }) {
  const { ui } = useEditor();
  const box = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const close = onClose ?? (() => (ui.over.value = ""));
  useLayoutEffect(() => {
    const dialog = box.current;
    // The focus follows the selection a little later; what the dialog gives it back to is the cell that is selected by now.
    if (document.activeElement?.matches("#wall [data-lane]")) elementOf(placeOf(ui))?.focus({ preventScroll: true });
    const from = document.activeElement;
    dialog.showModal();
    dialog.querySelector("[data-first]")?.focus();
    return () => {
      dialog.close(); // gives the focus back, unless what had it has been drawn anew
      if (document.activeElement === document.body) elementOf(from?.dataset?.f ?? placeOf(ui))?.focus({ preventScroll: true });
    };
  }, []);
  const away = (event) => event.target === box.current && close();
  return html`<dialog ref=${box} class=${`dlg dlg-${name}`} aria-labelledby=${`dlg-${name}`} onClick=${away}
    onCancel=${(event) => (event.preventDefault(), close())} onKeyDown=${(event) => event.stopPropagation()}>
    <div class="dlg-in">
      <header class=${bare ? "vh" : "dlg-head"}>
        ${icon && html`<${Icon} name=${icon} size=${18} />`}<h2 id=${`dlg-${name}`} dir="auto">${title}</h2>
        ${!bare && html`<button type="button" class="btn bare" aria-label="Close" onClick=${close}><${Icon} name="x" /></button>`}
      </header>
      <div class="dlg-body" ...${reads && { tabindex: 0, role: "region", "aria-labelledby": `dlg-${name}` }}>${children}</div>
      <${SaidHere} />
      ${foot && html`<footer class="dlg-foot row">${foot}</footer>`}
    </div>
  </dialog>`;
}

/** The name of the selected cell's element. */
function placeOf(ui) {
  const { lane, touchpoint } = ui.selected.peek() ?? {};
  return `${lane}|${touchpoint}`;
}
