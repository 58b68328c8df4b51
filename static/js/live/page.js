// The page's comings and goings as the session needs them: left, hidden, looked at again, and what the browser thinks of the
// network (a hint, never a fact).

/**
 * Listens until it is told to stop.
 * @param {object} deeds
 * @param {() => void} deeds.leave  the page goes away
 * @param {(isHidden: boolean) => void} deeds.hide  it is hidden, or looked at again
 * @param {() => void} deeds.wake  the machine or the network was away
 * @param {() => void} deeds.doubt  the browser says that there is no network
 * @param {() => boolean} deeds.isLosing  whether leaving now would lose something
 * @returns {() => void} stops it
 */
export function watchPage({ leave, hide, wake, doubt, isLosing }) {
  const ends = new AbortController();
  const on = (target, name, deed) => target.addEventListener(name, deed, { signal: ends.signal });
  on(window, "pagehide", leave);
  // A page that comes back out of the browser's memory was left: others may have its edits by now.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload(), { once: true });
  on(window, "online", wake);
  on(window, "offline", doubt);
  on(document, "resume", wake);
  on(document, "visibilitychange", () => hide(document.hidden));
  on(window, "beforeunload", (event) => {
    if (isLosing()) event.preventDefault();
  });
  return () => ends.abort();
}
