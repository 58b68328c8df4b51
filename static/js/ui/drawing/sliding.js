// Moving a desired point: dragged, or stepped with keys; told when it is let go, left, or rests a while. Escape puts it back.

import { useEffect, useRef, useState } from "preact/hooks";
import { START } from "./points.js";
import { still } from "./pulling.js";

const PAUSE = 700; // ms after the last key until a point is told
const STEPS = { ArrowUp: 0.1, ArrowRight: 0.1, ArrowDown: -0.1, ArrowLeft: -0.1, PageUp: 1, PageDown: -1, Home: -4, End: 4 };

/**
 * A point is known by its touchpoint: columns may come and go while it is moved.
 * @param {{wishOf: (id: string) => number | null | undefined, hide: () => void, tell: (id: string, value: number) => void}} given
 *   wishOf: undefined once the touchpoint is gone
 * @returns {{moved: {id: string, value: number} | null, sliding: (id: string, valueAt: (clientY: number) => number) => object}}
 *   the point that is being moved, and the handlers of any
 */
export function useSliding(given) {
  const [moved, setMoved] = useState(/** @type {{id: string, value: number} | null} */ (null));
  const timer = useRef(0);
  const held = useRef(-1); // the pointer that drags
  const last = useRef(moved);
  const now = useRef(given);
  now.current = given;
  useEffect(() => () => tell(), []); // what goes away while it is moved is told

  function put(point) {
    clearTimeout(timer.current);
    last.current = point;
    setMoved(point);
  }

  function tell() {
    const point = last.current;
    if (!point) return;
    put(null);
    const is = now.current.wishOf(point.id);
    if (is !== undefined && is !== point.value) now.current.tell(point.id, point.value);
  }

  const move = (id, value) => put({ id, value: Math.max(-2, Math.min(2, Math.round(value * 10) / 10)) });

  const sliding = (id, valueAt) => ({
    onPointerDown(event) {
      if (event.button || !event.isPrimary) return;
      event.preventDefault();
      event.currentTarget.focus({ preventScroll: true });
      now.current.hide();
      event.currentTarget.setPointerCapture(event.pointerId);
      held.current = event.pointerId;
    },
    onPointerMove(event) {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) move(id, valueAt(event.clientY));
    },
    onTouchMove: still,
    onPointerUp: tell,
    onPointerCancel: () => put(null),
    onFocusOut: tell,
    onKeyDown(event) {
      const { key, currentTarget: element } = event;
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (key === "Escape" && last.current) {
        if (element.hasPointerCapture(held.current)) element.releasePointerCapture(held.current);
        put(null);
      } else if (key === "Enter") {
        tell();
      } else if (STEPS[key]) {
        const from = last.current?.value ?? now.current.wishOf(id) ?? null;
        move(id, from === null ? START : from + STEPS[key]);
        timer.current = setTimeout(tell, PAUSE);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    },
  });
  return { moved, sliding };
}
