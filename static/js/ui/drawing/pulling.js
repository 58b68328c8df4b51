// Drawing a way from one station to another with mouse, pen or finger: Escape ends it, near an edge the map scrolls on.

import { useEffect, useRef, useState } from "preact/hooks";
import { stopAt } from "../../model/drawing/places.js";

const STARTS = 6; // CSS pixels of movement from which a press is a pull and no click
const REACH = { x: 60, y: 90 }; // how near to a station the pointer has to be
const EDGE = 56; // CSS pixels from an edge of the map within which it scrolls
const FASTEST = 16; // CSS pixels a frame

/**
 * @typedef {{from: import("../../model/drawing/places.js").Stop, x: number, y: number,
 *   over: import("../../model/drawing/places.js").Stop | undefined}} Pull  x and y of the pointer in the picture
 *
 * @param {{current: SVGSVGElement}} svg
 * @param {{stops: import("../../model/drawing/places.js").Stop[], y: number, pinned: number,
 *   onConnect?: (from: string, to: string) => void}} given  pinned: CSS pixels at the left that stay when the map scrolls
 * @returns {{pull: Pull | null, press: (event: PointerEvent, from: any) => void, wasPull: () => boolean}}
 */
export function usePulling(svg, given) {
  const [pull, setPull] = useState(/** @type {Pull | null} */ (null));
  const now = useRef(given);
  now.current = given;
  const end = useRef(() => {});
  const pulled = useRef(false);
  useEffect(() => () => end.current(), []);

  function press(event, from) {
    pulled.current = false;
    if (!now.current.onConnect || event.button || !event.isPrimary) return;
    end.current();
    let [last, frame, held] = [event, 0, null];
    const wall = scrollerOf(svg.current);
    const see = () => {
      const box = svg.current.getBoundingClientRect();
      const [x, y] = [last.clientX - box.left, last.clientY - box.top];
      const { stops, y: line } = now.current;
      const over = Math.abs(y - line) <= REACH.y ? stopAt(stops, x, REACH.x) : undefined;
      held = { from, x, y, over: over?.id === from.id ? undefined : over };
      setPull(held);
    };
    const scroll = () => {
      frame = requestAnimationFrame(scroll);
      const speed = speedAt(last.clientX, wall, now.current.pinned);
      if (!speed) return;
      wall.scrollLeft += speed;
      see();
    };
    const stop = () => {
      cancelAnimationFrame(frame);
      for (const [name, listener] of listeners) removeEventListener(name, listener, true);
      end.current = () => {};
      setPull(null);
    };
    const listeners = Object.entries({
      pointermove(next) {
        if (next.pointerId !== event.pointerId) return;
        if (!next.buttons) return stop(); // let go of outside the window
        last = next;
        if (!held && Math.hypot(next.clientX - event.clientX, next.clientY - event.clientY) < STARTS) return;
        if (!held && wall) frame = requestAnimationFrame(scroll);
        pulled.current = true;
        see();
      },
      pointerup(next) {
        if (next.pointerId !== event.pointerId) return;
        const to = held?.over;
        stop();
        if (to) now.current.onConnect(from.id, to.id);
      },
      pointercancel: stop,
      blur: (gone) => gone.target === window && stop(),
      keydown(key) {
        if (key.key !== "Escape") return;
        key.preventDefault();
        key.stopPropagation();
        stop();
      },
    });
    for (const [name, listener] of listeners) addEventListener(name, listener, true);
    end.current = stop;
  }

  /** Whether the click that comes now only ends a pull; true once. */
  function wasPull() {
    const was = pulled.current;
    pulled.current = false;
    return was;
  }

  return { pull, press, wasPull };
}

/** Keeps the page still under a finger that pulls: `touch-action` does not reach what lies inside an SVG everywhere. */
export function still(event) {
  if (event.cancelable) event.preventDefault();
}

/** The nearest element around that scrolls sideways. */
function scrollerOf(element) {
  for (let box = element.parentElement; box; box = box.parentElement)
    if (box.scrollWidth > box.clientWidth && /auto|scroll/.test(getComputedStyle(box).overflowX)) return box;
  return null;
}

/** How far to scroll in a frame with the pointer there: the nearer to an edge the faster. */
function speedAt(x, wall, pinned) {
  const { left, right } = wall.getBoundingClientRect();
  const [before, after] = [left + pinned + EDGE - x, x - (right - EDGE)];
  const inside = Math.max(before, after);
  return inside > 0 ? Math.sign(after - before) * Math.min(1, inside / EDGE) * FASTEST : 0;
}
