// The menu of one thing: a touchpoint, a stage, a lane or a cell, with every command that fits it.

import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";
import { keyWords } from "./commands.js";

/** The commands of `ui.about`, by which of its keys is there. */
export const MENUS = {
  row: ["row-up", "row-down", "row-other", "move-item", "convert-item", "row-untie", "item-history", "row-remove"],
  item: ["evidence", "item-up", "item-down", "move-item", "convert-item", "item-history", "remove-item"],
  touchpoint: ["edit", "details", "add-touchpoint", "add-before", "move-left", "move-right", "move-touchpoint", "duplicate", "split", "merge", "connect", "start-here", "mark-critical", "mark-missing", "set-owner", "set-channels", "history", "remove"],
  stage: ["rename-stage", "add-to-stage", "add-stage", "stage-left", "stage-right", "fold-stage", "focus-stage", "remove-stage"],
  lane: ["pin-lane", "rename-lane", "lane-up", "lane-down", "hide-lane"],
};

export function Menu() {
  const { ui, commands } = useEditor();
  const box = useRef(null);
  const about = ui.about.value;
  const kind = Object.keys(MENUS).find((key) => about?.[key]);
  const listed = (MENUS[kind] ?? []).map((id) => commands.get(id)).filter((command) => command && (!command.when || command.when(about)));
  const close = (back = true) => {
    ui.over.value = "";
    if (back) about?.from?.focus?.();
  };
  useLayoutEffect(() => {
    const { offsetWidth: width, offsetHeight: height } = box.current;
    box.current.style.left = `${Math.max(8, Math.min(about.left, innerWidth - width - 8))}px`;
    box.current.style.top = `${Math.max(8, Math.min(about.top, innerHeight - height - 8))}px`;
    box.current.querySelector("[role=menuitem]")?.focus();
  }, []);
  useEffect(() => {
    const away = (event) => !box.current.contains(event.target) && close(false);
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
  }, []);
  const step = (event) => {
    const items = [...box.current.querySelectorAll("[role=menuitem]")];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) items[(to + items.length) % items.length]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<div class="ctx" role="menu" ref=${box} onKeyDown=${step} aria-label="What can be done here">
    ${listed.map(
      (command) => html`<button type="button" role="menuitem" tabindex="-1" key=${command.id} onClick=${() => {
        close();
        command.run(about);
      }}>
        <${Icon} name=${command.icon ?? "circle"} size=${15} /><span>${command.title}</span>
        ${command.keys?.length ? html`<kbd>${keyWords(command.keys[0])}</kbd>` : null}
      </button>`,
    )}
  </div>`;
}
