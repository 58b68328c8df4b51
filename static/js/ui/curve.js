// The emotion curve over the row of its lane.
export function Curve() {
  return null;
}
