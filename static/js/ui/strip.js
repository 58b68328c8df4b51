// The journey in small.
export function Strip() {
  return null;
}
