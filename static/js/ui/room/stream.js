// The stream of a room: marks, by which one knows whether to ask again. Open only while somebody looks at the page: a browser
// has few connections to one server.

const FIRST = 1_000; // ms until a stream that was refused is tried again; then twice as long each time
const LONGEST = 30_000;

/**
 * @param {string} address
 * @param {{marked: (key: string) => void, back: () => void}} hears  marked: a mark came; back: after a break, so that anything
 *   may have been missed
 * @returns {{look: (isOn: boolean) => void, again: () => void, close: () => void}}
 */
export function roomStream(address, { marked, back }) {
  let source = null;
  let timer = 0;
  let wait = FIRST;
  let broke = false;
  const stop = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const start = () => {
    stop();
    source = new EventSource(address);
    source.onopen = () => {
      wait = FIRST;
      if (broke) back();
      broke = false;
    };
    source.addEventListener("room", ({ data }) => marked(JSON.parse(data).key));
    source.addEventListener("out", () => {
      broke = true;
      stop();
      back();
    });
    source.onerror = () => {
      broke = true;
      if (source?.readyState !== EventSource.CLOSED) return; // it comes back by itself
      stop();
      timer = setTimeout(start, wait);
      wait = Math.min(2 * wait, LONGEST);
    };
  };
  return {
    look: (isOn) => (isOn ? source || start() : stop()),
    again: () => {
      broke = true;
      start();
    },
    close: stop,
  };
}
