// Geometry and keys of a picture that is moved and zoomed.

/** The scale and place at which the whole picture stands in the middle of the box; it is moved before it is scaled. */
export function fit(picture, box, margin = 16) {
  const across = (box.width - 2 * margin) / picture.width;
  const down = (box.height - 2 * margin) / picture.height;
  const scale = Math.max(0.1, Math.min(across, down, 1.6));
  return {
    scale,
    x: (box.width - picture.width * scale) / 2 / scale,
    y: (box.height - picture.height * scale) / 2 / scale,
  };
}

/** The place at which the picture stands after a zoom about a point of the box: what lies under the point stays there. */
export function about(point, place, from, to) {
  return {
    x: place.x + point.x / to - point.x / from,
    y: place.y + point.y / to - point.y / from,
  };
}

/**
 * Where one or two fingers hold the picture: the middle between them, and how far they are apart.
 * @param {{x: number, y: number}[]} points
 */
export function gripOf(points) {
  const [one, other = one] = points;
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, spread: Math.hypot(one.x - other.x, one.y - other.y) };
}

const KEYS = {
  "+": "in",
  "=": "in",
  "-": "out",
  "−": "out",
  0: "all",
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** What a key does in the picture; null for keys that are the browser's own. */
export function keyAction({ key, ctrlKey, metaKey, altKey }) {
  return ctrlKey || metaKey || altKey ? null : (KEYS[key] ?? null);
}
