// Everything that can be done, said once: the palette, the keys, the help and the menus all read this list.

import { signal } from "@preact/signals";

/**
 * @typedef {object} Command
 * @property {string} id
 * @property {string} title  what it does, as a verb
 * @property {string} group  the heading in the help: "Move", "Write", "Build", "Look", "Workshop"
 * @property {string[]} [keys]  "Ctrl+K", "Alt+ArrowRight", "n"; Ctrl stands for Command on a Mac too
 * @property {string} [icon]
 * @property {"map" | "page"} [scope]  map: its keys act only while the map has the focus; page: anywhere
 * @property {boolean} [inFields]  its keys act while somebody types as well
 * @property {string} [also]  further words it is found by
 * @property {(about?: object) => boolean} [when]  left out: always
 * @property {() => boolean} [near]  its keys act only then; palette and menus do not ask
 * @property {(about?: object) => unknown} run  about: what a menu or a button was opened on, or the key press
 *
 * @typedef {ReturnType<typeof makeCommands>} Commands
 */

/** An empty list to which the parts of the editor add theirs; they come after the map, and what is asked for waits for them. */
export function makeCommands() {
  /** @type {Map<string, Command>} */
  const list = new Map();
  const whole = signal(false);
  const waiting = [];
  const isOn = (command, about) => !command.when || command.when(about);
  const act = (id, about) => {
    const command = list.get(id);
    if (!command || !isOn(command, about)) return false;
    command.run(about);
    return true;
  };
  return {
    /** @param {Command[]} more */
    add(...more) {
      for (const command of more) {
        if (list.has(command.id)) throw new RangeError(`the command ${command.id} is there twice`);
        list.set(command.id, command);
      }
    },
    /** All of them, in the order in which they were added. */
    all: () => [...list.values()],
    /** Those that can be done now. */
    now: () => [...list.values()].filter((command) => isOn(command)),
    get: (id) => list.get(id),
    /** Whether all of them are there. */
    whole,
    /** Says that all of them are there; first what waits is done, one after the other, each drawn before the next. */
    async complete() {
      while (waiting.length) {
        waiting.shift()();
        await new Promise((done) => setTimeout(done));
      }
      whole.value = true;
    },
    /** Does something once all of them are there. */
    soon(deed) {
      if (whole.peek()) deed();
      else waiting.push(deed);
    },
    /** Does one, if it can be done now, or as soon as it is there; whether it was, or waits. */
    run(id, about) {
      if (!whole.peek()) return waiting.push(() => act(id, about)) > 0;
      return act(id, about);
    },
    /** The command that a key press means there, if any. */
    forKey(event, { scope, typing }) {
      const name = keyName(event);
      return [...list.values()].find(
        (command) =>
          command.keys?.includes(name) &&
          (command.scope !== "map" || scope === "map") &&
          (!typing || command.inFields) &&
          (!command.near || command.near()) &&
          isOn(command),
      );
    },
  };
}

/** The name of a key press: "Ctrl+Shift+Z", "Alt+ArrowLeft", "n", "?"; Command counts as Ctrl. */
export function keyName(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  const isLetter = /^\p{L}$/u.test(event.key);
  const isPlain = event.key.length === 1 && !isLetter;
  if (event.shiftKey && !isPlain) parts.push("Shift");
  const key = isLetter ? (parts.length ? event.key.toUpperCase() : event.key.toLowerCase()) : event.key;
  return [...parts, key === " " ? "Space" : key].join("+");
}

/** A key's name as it is printed on it. */
export function keyWords(name) {
  const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");
  const words = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", Ctrl: isMac ? "⌘" : "Ctrl" };
  return name
    .split(/\+(?!$)/)
    .map((part) => words[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(" ");
}
