// Dragging on the map with Pointer Events: touchpoints, items, stages and lanes. Whatever a drag does, a command does too.
//
// A mouse drags after some pixels, a finger after a long press, so that both can still press and scroll. Nothing is moved
// before it is dropped; Escape ends it with nothing done.

import { dropAt, laneOf } from "./dropping.js";
import { say } from "./said.js";

const SLOP = 6; // CSS pixels a pointer may move without dragging
const PRESS = 400; // ms that a finger rests before it drags
const EDGE = 56; // CSS pixels from the map's edges in which it scrolls
const FASTEST = 18; // CSS pixels per frame
const NOT_FROM = "input, textarea, select, a, .tool, .insert, [role=slider], [contenteditable]";

/** Lets things of the map be dragged. @param {Document} document @param {import("./context.js").Editor} editor */
export function listenToDrags(document, editor) {
  const { ui, room } = editor;
  let press = null; // {x, y, id, dragged, timer} from the pointer's going down to its going up
  let marks = null; // {ghost, line} while something is dragged
  let drop = null;
  let frame = 0;

  document.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button || event.shiftKey || event.ctrlKey || event.metaKey) return;
    const isOnMap = event.target.closest?.("#wall") && !event.target.closest(NOT_FROM);
    const dragged = isOnMap ? draggedFrom(event.target, editor) : (room.peek()?.carried(event.target) ?? null);
    if (!dragged) return;
    const isFinger = event.pointerType !== "mouse";
    press = { x: event.clientX, y: event.clientY, id: event.pointerId, dragged, timer: isFinger ? setTimeout(begin, PRESS) : 0 };
    if (isFinger) document.addEventListener("touchmove", still, { passive: false });
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", up);
    document.addEventListener("pointercancel", end);
  });

  /** A finger that drags does not scroll. */
  function still(event) {
    if (marks && event.cancelable) event.preventDefault();
  }

  function begin() {
    marks = { ghost: mark("dragghost"), line: mark("dropline") };
    marks.ghost.textContent = press.dragged.name;
    document.body.classList.add("dragging");
    document.body.setPointerCapture?.(press.id);
    document.addEventListener("keydown", key, true);
    document.getSelection()?.removeAllRanges();
    frame = requestAnimationFrame(scroll);
    show();
  }

  function move(event) {
    const far = Math.hypot(event.clientX - press.x, event.clientY - press.y);
    if (!marks) {
      if (far < SLOP) return;
      if (press.timer) return end(); // a finger that moves at once scrolls
      begin();
    }
    Object.assign(press, { x: event.clientX, y: event.clientY });
    show();
    return undefined;
  }

  function show() {
    const { x, y, dragged } = press;
    drop = dragged.land ? dragged.land({ x, y }) : dropAt(editor, dragged, { x, y });
    marks.ghost.style.transform = `translate(${x + 12}px, ${y + 14}px)`;
    marks.ghost.textContent = drop?.words ? `${dragged.name} → ${drop.words}` : dragged.name;
    marks.line.hidden = !drop;
    marks.line.classList.toggle("area", Boolean(drop?.area));
    if (!drop) return;
    for (const side of ["left", "top", "width", "height"]) marks.line.style[side] = `${drop[side]}px`;
  }

  /** Near an edge the map goes on. */
  function scroll() {
    const wall = document.getElementById("wall");
    if (!wall) return;
    const { left, right, top, bottom } = wall.getBoundingClientRect();
    const isBeside = press.x < left || press.x > right || press.y < top || press.y > bottom;
    const names = wall.querySelector(".corner")?.offsetWidth ?? 0;
    const pull = (at, low, high) => (at < low + EDGE ? at - low - EDGE : at > high - EDGE ? at - high + EDGE : 0) / EDGE;
    const by = [pull(press.x, left + names, right), pull(press.y, top, bottom)].map((one) => Math.max(-1, Math.min(1, one)) * FASTEST);
    // What is carried to the map from beside it scrolls it only once it is there.
    if ((by[0] || by[1]) && !(press.dragged.land && isBeside)) {
      wall.scrollBy(...by);
      show();
    }
    frame = requestAnimationFrame(scroll);
  }

  function key(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    end();
    say(ui, "Nothing was moved.");
  }

  function up() {
    const done = marks && drop?.done;
    if (marks) document.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => document.removeEventListener("click", swallow, true));
    end();
    done?.();
  }

  function end() {
    clearTimeout(press?.timer);
    cancelAnimationFrame(frame);
    marks?.ghost.remove();
    marks?.line.remove();
    document.body.classList.remove("dragging");
    document.removeEventListener("touchmove", still);
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", up);
    document.removeEventListener("pointercancel", end);
    document.removeEventListener("keydown", key, true);
    press = marks = drop = null;
  }

  function mark(name) {
    const made = document.createElement("div");
    made.className = name;
    made.setAttribute("aria-hidden", "true");
    return document.body.appendChild(made);
  }
}

/** A drag that ends on a button does not press it. */
function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

/** What somebody takes hold of there; null nothing. @returns {import("./dropping.js").Dragged | null} */
function draggedFrom(target, { hand, shape }) {
  const item = target.closest("td [data-item]");
  if (item) {
    const { lane, touchpoint } = item.closest("[data-lane]").dataset;
    return { kind: "item", id: item.dataset.item, name: hand.name(item.dataset.item), lane, touchpoint };
  }
  const head = target.closest("th");
  const row = head?.parentElement;
  if (row?.matches(".stages")) {
    const band = shape.peek().bands[[...row.querySelectorAll("th")].indexOf(head)];
    return { kind: "stage", id: band.id, name: band.name };
  }
  if (head?.scope === "row") {
    const lane = shape.peek().lanes.find(({ key }) => key === laneOf(row));
    return { kind: "lane", id: lane.key, name: lane.name };
  }
  const touchpoint = hand.touchpoint({ touchpoint: head?.dataset.touchpoint ?? "none" });
  return touchpoint ? { kind: "touchpoint", id: touchpoint, name: hand.name(touchpoint) } : null;
}
