// The drawing itself: put in as the server gives it, with the place, the focus and the selection that were there before.

import { html } from "htm/preact";
import { useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useEditor } from "../context.js";
import { select } from "../state.js";
import { Panning } from "./panning.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const SVG = "http://www.w3.org/2000/svg";

/** @param {{svg: string, panning: {current: Panning | null}}} props */
export function Picture({ svg, panning }) {
  const editor = useEditor();
  const { ui, shape, commands } = editor;
  const box = useRef(null);
  const sheet = useRef(null);
  useLayoutEffect(() => {
    panning.current = new Panning(box.current, sheet.current);
    return () => panning.current.end();
  }, []);
  useLayoutEffect(() => {
    replaced(box.current, sheet.current, svg, panning.current, ui.selected.peek()?.touchpoint);
    mark(sheet.current, ui.selected.peek()?.touchpoint);
  }, [svg]);
  useSignalEffect(() => mark(sheet.current, ui.selected.value?.touchpoint));
  // The part that was beside the drawing has come or gone: the touchpoint in hand stays in sight.
  const { value: opened } = ui.panel;
  useEffect(() => {
    const node = opened && nodeOf(sheet.current, opened);
    const timer = setTimeout(() => node && panning.current.reveal(node), 50);
    return () => clearTimeout(timer);
  }, [opened]);

  const openNode = (touchpoint) => {
    select(ui, { lane: "head", touchpoint });
    ui.panel.value = touchpoint;
  };
  const click = (event) => {
    const found = event.target.closest?.("[data-id]");
    if (!found || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (found.classList.contains("tm-station")) openNode(found.dataset.id);
    else if (found.classList.contains("tm-way")) commands.run("edit-way", { way: found.dataset.id });
    else return;
    event.preventDefault();
  };
  const press = (event) => {
    const node = event.target.closest?.(".tm-station");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (node && STEPS[event.key]) step(node, STEPS[event.key]);
    else if (node && ["Home", "End"].includes(event.key)) step(node, event.key === "Home" ? -Infinity : Infinity);
    else if (node && event.key === " ") openNode(node.dataset.id);
    else if (!panning.current.press(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  /** The touchpoint so many places on in the journey gets the focus. */
  const step = (node, by) => {
    const ids = shape.value.stations.map(({ id }) => id);
    const to = Math.max(0, Math.min(ids.length - 1, ids.indexOf(node.dataset.id) + by));
    nodeOf(sheet.current, ids[to])?.focus();
  };
  const focused = ({ target }) => {
    const node = target.closest?.(".tm-station");
    if (!node) return;
    roving(sheet.current, node.dataset.id);
    // By keys only: what somebody presses with a pointer is in sight.
    if (node.matches(":focus-visible")) panning.current.reveal(node);
  };
  return html`<section class="gv-box" id="graph" tabindex="0" ref=${box} onClick=${click} onKeyDown=${press} onFocusIn=${focused}
    aria-label="Drawing of the journey. Plus and minus zoom, 0 shows all, arrow keys move. Tab goes to the touchpoints, arrow keys from one to the next, Enter opens one.">
    <div class="gv-sheet" ref=${sheet}></div>
  </section>`;
}

/** The touchpoint's box in the drawing. */
export function nodeOf(sheet, touchpoint) {
  return sheet?.querySelector(`.tm-station[data-id="${CSS.escape(touchpoint)}"]`) ?? null;
}

/** Puts a new drawing in: what was in hand, or nearest to the middle, stays at its place on the screen, and the focus on its touchpoint. */
function replaced(box, sheet, svg, panning, selected) {
  const had = sheet.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  const anchor = panning.isWhole ? null : anchorOf(box, sheet, had ?? selected);
  const before = anchor?.getBoundingClientRect();
  const stop = sheet.querySelector('.tm-station[tabindex="0"]')?.dataset.id;
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  if (parsed.namespaceURI !== SVG) return;
  sheet.replaceChildren(document.importNode(parsed, true));
  const drawn = sheet.firstElementChild;
  prepare(drawn);
  roving(sheet, had ?? stop ?? selected);
  const { width, height } = drawn.viewBox.baseVal;
  panning.size = { width, height };
  const after = anchor && nodeOf(sheet, anchor.dataset.id)?.getBoundingClientRect();
  if (after) panning.move(before.left - after.left, before.top - after.top);
  if (had) (nodeOf(sheet, had) ?? box).focus({ preventScroll: true });
}

function anchorOf(box, sheet, wanted) {
  const frame = box.getBoundingClientRect();
  const middle = { x: frame.left + frame.width / 2, y: frame.top + frame.height / 2 };
  const isIn = (place) => place.right > frame.left && place.left < frame.right && place.bottom > frame.top && place.top < frame.bottom;
  const own = wanted && nodeOf(sheet, wanted);
  if (own && isIn(own.getBoundingClientRect())) return own;
  let [nearest, least] = [null, Infinity];
  for (const node of sheet.querySelectorAll(".tm-station")) {
    const place = node.getBoundingClientRect();
    const far = Math.hypot(place.left + place.width / 2 - middle.x, place.top + place.height / 2 - middle.y);
    if (far < least) [nearest, least] = [node, far];
  }
  return nearest;
}

/** One touchpoint is reached by Tab, the others from it by arrow keys. */
function roving(sheet, wanted) {
  const nodes = [...sheet.querySelectorAll(".tm-station")];
  const stop = nodes.find(({ dataset }) => dataset.id === wanted) ?? nodes[0];
  for (const node of nodes) node.setAttribute("tabindex", node === stop ? "0" : "-1");
}

function mark(sheet, selected) {
  for (const node of sheet.querySelectorAll(".tm-station")) {
    const isSelected = node.dataset.id === selected;
    node.classList.toggle("sel", isSelected);
    if (isSelected) node.setAttribute("aria-current", "true");
    else node.removeAttribute("aria-current");
  }
}

/** Touchpoints are found by the names that their heads have on the map. Ways are thin: each gets an unseen wide line that is easily hit. */
function prepare(drawn) {
  for (const node of drawn.querySelectorAll(".tm-station")) node.dataset.f = `head|${node.dataset.id}`;
  for (const way of drawn.querySelectorAll(".tm-way[data-id]")) {
    const wide = way.querySelector("path")?.cloneNode();
    if (!wide) continue;
    wide.setAttribute("class", "gv-hit");
    wide.removeAttribute("stroke-dasharray");
    way.append(wide);
  }
}
