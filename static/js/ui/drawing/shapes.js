// Draws plain shapes as elements of an SVG.

import { h } from "preact";

/** @param {{of: import("../../model/drawing/shapes.js").Shape[]}} props */
export function Shapes({ of }) {
  return of.map(({ tag, text, ...attributes }) => h(tag, attributes, text));
}
