// The journey in small as a minimap: the part that is seen is a window on it, to be dragged, clicked beside, or moved by keys.

import { html } from "htm/preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { journeyStrip } from "../../model/drawing/strip.js";
import { scrollFor, stepFor, windowOf } from "../../model/strip.js";
import { Shapes } from "./shapes.js";

/**
 * @typedef {object} StripProps
 * @property {string} label  what it is, for those who hear the page
 * @property {string} controls  the id of the element that scrolls sideways
 * @property {number[]} stages  for each touchpoint, from 0; none: nothing is drawn
 * @property {(number | null)[]} medians  for each touchpoint
 * @property {number[]} [votes]  for each touchpoint
 * @property {number} [width]  CSS pixels
 * @property {number} [height]  CSS pixels
 * @property {number} pinned  CSS pixels at the left of the map that do not scroll
 * @property {number} column  the width of a column, in CSS pixels
 */

/** @param {StripProps} props */
export function JourneyStrip(props) {
  const { label, controls, stages, medians, votes, width = 560, height = 44 } = props;
  const bar = useRef(null);
  const frame = useRef(null);
  const now = useRef(props);
  now.current = props;
  const grip = useRef(/** @type {number | null} */ (null)); // where in the window it is held, as a part of the strip
  const drawn = useMemo(
    () => journeyStrip({ stages: stages.length ? stages : [0], medians, votes, width, height }).shapes,
    [stages, medians, votes, width, height],
  );
  const wallOf = () => document.getElementById(now.current.controls);
  const sizes = (wall) => {
    const { scrollLeft, clientWidth, scrollWidth } = wall;
    return { scrollLeft, clientWidth, scrollWidth, pinned: now.current.pinned };
  };

  // The window follows the map without anything being drawn anew.
  useLayoutEffect(() => {
    const wall = wallOf();
    if (!wall) return;
    let asked = 0;
    const show = () => {
      asked = 0;
      const { left, width: seen } = windowOf(sizes(wall));
      frame.current.hidden = seen >= 1;
      frame.current.style.left = `${left * 100}%`;
      frame.current.style.width = `${seen * 100}%`;
      const count = now.current.stages.length;
      const [first, last] = [Math.floor(left * count + 0.3) + 1, Math.min(count, Math.ceil((left + seen) * count - 0.3))];
      bar.current.setAttribute("aria-valuenow", String(Math.round(seen < 1 ? (left / (1 - seen)) * 100 : 0)));
      bar.current.setAttribute("aria-valuetext", `${first} to ${last} of ${count}`);
    };
    const soon = () => (asked ||= requestAnimationFrame(show));
    const watch = new ResizeObserver(soon);
    watch.observe(wall);
    if (wall.firstElementChild) watch.observe(wall.firstElementChild);
    wall.addEventListener("scroll", soon, { passive: true });
    show();
    return () => {
      cancelAnimationFrame(asked);
      watch.disconnect();
      wall.removeEventListener("scroll", soon);
    };
  }, [controls, stages.length]);

  /** The place of a pointer on the strip, 0 to 1. */
  const placeOf = (event) => {
    const box = bar.current.getBoundingClientRect();
    return (event.clientX - box.left) / box.width;
  };

  function press(event) {
    const wall = wallOf();
    if (!wall || event.button || !event.isPrimary) return;
    const { left, width: seen } = windowOf(sizes(wall));
    const at = placeOf(event);
    const isInside = at >= left && at <= left + seen;
    grip.current = isInside ? at - left - seen / 2 : 0;
    bar.current.setPointerCapture(event.pointerId);
    if (!isInside) wall.scrollLeft = scrollFor(at, sizes(wall));
  }

  function drag(event) {
    if (grip.current === null) return;
    const wall = wallOf();
    wall.scrollLeft = scrollFor(placeOf(event) - grip.current, sizes(wall));
  }

  function keydown(event) {
    const wall = wallOf();
    if (!wall || event.altKey || event.ctrlKey || event.metaKey) return;
    const { clientWidth, scrollWidth, pinned } = sizes(wall);
    const step = (way) => stepFor(wall.scrollLeft, now.current.column, way);
    const page = (way) => wall.scrollLeft + way * (clientWidth - pinned) * 0.9;
    const keys = {
      ArrowRight: () => step(1),
      ArrowLeft: () => step(-1),
      PageDown: () => page(1),
      PageUp: () => page(-1),
      Home: () => 0,
      End: () => scrollWidth,
    };
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    wall.scrollLeft = keys[event.key]();
  }

  if (!stages.length) return null;
  const letGo = () => (grip.current = null);
  return html`<div class="strip live">
    <div
      ref=${bar}
      class="tm-bar"
      role="scrollbar"
      tabindex="0"
      aria-label=${label}
      aria-controls=${controls}
      aria-orientation="horizontal"
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow="0"
      onPointerDown=${press}
      onPointerMove=${drag}
      onPointerUp=${letGo}
      onPointerCancel=${letGo}
      onKeyDown=${keydown}
    >
      <svg class="tm-strip" viewBox=${`0 0 ${width} ${height}`} width=${width} height=${height} aria-hidden="true" focusable="false">
        <${Shapes} of=${drawn} />
      </svg>
      <div ref=${frame} class="window" hidden></div>
    </div>
  </div>`;
}
