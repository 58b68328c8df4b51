// Draws plain shapes as elements of an SVG; a shape that is as it was is not looked at again.

import { h } from "preact";
import { useRef } from "preact/hooks";

/** @param {{of: import("../../model/drawing/shapes.js").Shape[]}} props */
export function Shapes({ of }) {
  const last = useRef(/** @type {{shape: any, node: any}[]} */ ([]));
  last.current = of.map((shape, place) => {
    const was = last.current[place];
    return was && isSame(was.shape, shape) ? was : { shape, node: nodeOf(shape) };
  });
  return last.current.map(({ node }) => node);
}

function nodeOf({ tag, text, ...attributes }) {
  return h(tag, attributes, text);
}

function isSame(one, other) {
  for (const key in one) if (one[key] !== other[key]) return false;
  for (const key in other) if (!(key in one)) return false;
  return true;
}
