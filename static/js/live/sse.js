// Server-sent events read from the bytes of a stream, comments too: a browser's own EventSource hides the heartbeat, the
// status of a refusal and how long to wait, and all three decide what is true of the connection.

/**
 * @typedef {object} Frame
 * @property {string} name  of the event; `beat` for a comment, `retry` for a time to wait
 * @property {unknown} data  read as JSON; of `retry` the milliseconds; null when there is none
 * @property {number | null} id  the seq, when the event has one
 */

export class EventReader {
  #rest = "";
  #lines = [];

  /**
   * Takes in a piece of the stream, cut anywhere, and gives the events that are whole by now.
   * @param {string} text
   * @returns {Frame[]}
   */
  push(text) {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop();
    const frames = [];
    for (const raw of lines) {
      const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
      if (line) this.#lines.push(line);
      else {
        if (this.#lines.length) frames.push(...framesOf(this.#lines));
        this.#lines = [];
      }
    }
    return frames;
  }
}

/** The frames of one block of lines; what cannot be read as JSON is left out, the log tells it again. */
function framesOf(lines) {
  const found = { event: "", data: [], id: null };
  const frames = [];
  for (const line of lines) {
    const [name, value] = parts(line);
    if (name === "") frames.push({ name: "beat", data: null, id: null });
    else if (name === "retry" && /^\d+$/.test(value)) frames.push({ name, data: Number(value), id: null });
    else if (name === "data") found.data.push(value);
    else if (name === "event") found.event = value;
    else if (name === "id" && /^\d+$/.test(value)) found.id = Number(value);
  }
  if (found.data.length || found.id !== null) {
    const data = read(found.data.join("\n"));
    if (data !== undefined) frames.push({ name: found.event || "passed", data, id: found.id });
  }
  return frames;
}

function parts(line) {
  const place = line.indexOf(":");
  if (place < 0) return [line, ""];
  const value = line.slice(place + 1);
  return [line.slice(0, place), value.startsWith(" ") ? value.slice(1) : value];
}

function read(text) {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
