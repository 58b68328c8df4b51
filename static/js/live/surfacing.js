// A fault of ours that must not stop what goes on around it: it is told to whoever listens for errors of the page.

/** Tells of an error as one that nobody has caught. */
export function surface(error) {
  if (globalThis.reportError) globalThis.reportError(error);
  else
    queueMicrotask(() => {
      throw error;
    });
}
