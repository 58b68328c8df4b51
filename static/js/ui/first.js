// A map that is still empty.
export function FirstTouchpoint() {
  return null;
}
