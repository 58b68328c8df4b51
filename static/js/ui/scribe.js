// Scribe mode.
export function Scribe() {
  return null;
}
