// The journey strip as a minimap: pure geometry between a wide map and its small picture.

/** The part of the strip (left and width, 0 to 1) that shows what a scroller with these sizes shows. */
export function windowOf({ scrollLeft, clientWidth, scrollWidth, pinned }) {
  const whole = scrollWidth - pinned;
  const seen = clientWidth - pinned;
  if (!(whole > 0) || !(seen > 0)) return { left: 0, width: 1 };
  const width = Math.min(1, seen / whole);
  const left = Math.min(1 - width, Math.max(0, scrollLeft / whole));
  return { left, width };
}

/** Where to scroll so that the place `at` (0 to 1) of the strip stands in the middle of the window. */
export function scrollFor(at, { clientWidth, scrollWidth, pinned }) {
  const whole = scrollWidth - pinned;
  const seen = clientWidth - pinned;
  const most = Math.max(0, scrollWidth - clientWidth);
  return Math.min(most, Math.max(0, at * whole - seen / 2));
}

/** The next or previous column's left edge, seen from a scroll position; columns are equally wide. */
export function stepFor(scrollLeft, column, direction) {
  const place = scrollLeft / column;
  const next = direction > 0 ? Math.floor(place + 1.01) : Math.ceil(place - 1.01);
  return Math.max(0, next * column);
}
