// What one person has chosen to see, and where they are: signals, kept in this browser per workshop, never sent.

import { batch, effect, signal } from "@preact/signals";

export const ZOOMS = [
  { key: "strip", name: "Strip", column: 44, curve: 150 },
  { key: "overview", name: "Overview", column: 106, curve: 150 },
  { key: "read", name: "Read", column: 172, curve: 186 },
  { key: "edit", name: "Wide", column: 240, curve: 210 },
];
const STRIP_COLUMNS = [88, 64, 44, 32, 22]; // CSS pixels; the widest with which a desk's window holds all is taken
const DESK = 1240;

/**
 * @typedef {{lane: string, touchpoint: string}} Cell  lane: a lane's key; "head" a touchpoint's name; "stage" its stage
 * @typedef {ReturnType<typeof makeState>} UiState
 */

/**
 * @param {string} workshop
 * @param {{journey?: string, view?: string, zoom?: string}} given  what the page was asked for
 * @param {Storage | null} storage  where choices are kept; null: nowhere
 */
export function makeState(workshop, given = {}, storage = null) {
  const kept = read(storage, `touchmap ${workshop}`);
  const ui = {
    /** "map", "graph" or "scribe" */
    view: signal(given.view ?? "map"),
    journey: signal(given.journey ?? ""),
    zoom: signal(given.zoom ?? kept.zoom ?? "read"),
    /** @type {import("@preact/signals").Signal<string[]>} ids of stages that are folded to one column */
    collapsed: signal(kept.collapsed ?? []),
    /** keys of lanes that stay under the header while the others scroll */
    pinned: signal(kept.pinned ?? []),
    /** a window too narrow for a table: the map is a list of stops, unless somebody wants the table all the same */
    narrow: signal(false),
    table: signal(false),
    /** the stage that alone is in focus; "" all of them */
    focused: signal(""),
    /** @type {import("@preact/signals").Signal<Cell | null>} */
    selected: signal(null),
    /** @type {import("@preact/signals").Signal<Cell | null>} the cell that is being written in */
    editing: signal(null),
    /** @type {import("@preact/signals").Signal<string[]>} touchpoints chosen together */
    chosen: signal([]),
    /** the touchpoint from which somebody is choosing where it leads; "" nobody is */
    connecting: signal(""),
    /** how many arcs lie over one another on the line: so much of the head scrolls away */
    levels: signal(0),
    /** the touchpoint whose detail panel is open, and the part of it; "" none */
    panel: signal(""),
    part: signal(""),
    /** what lies over the page: "palette", "keys", "paste", "history", "conflicts", "lanes", …; "" nothing */
    over: signal(""),
    /** what the thing over the page is about */
    about: signal(/** @type {any} */ (null)),
    /** @type {import("@preact/signals").Signal<string[]>} ids of the commands that were done lately from the palette */
    recent: signal(kept.recent ?? []),
    /** what is looked for on the map: `{query, filter}`; null nothing */
    finding: signal(/** @type {{query: string, filter: string} | null} */ (null)),
    /** single keys act on the map (WCAG 2.1.4: they can be switched off) */
    keys: signal(kept.keys ?? true),
    /** what others change is told as it happens (to screen readers) */
    hears: signal(kept.hears ?? true),
    heard: signal(""),
    /** the touchpoint that the scribe writes at */
    scribing: signal(""),
    /** a sentence for everybody, a screen reader's included; `{text, bad, undo}` */
    said: signal(/** @type {{text: string, bad?: boolean, undo?: boolean} | null} */ (null)),
  };
  effect(() => {
    const { zoom, collapsed, pinned, keys, hears } = ui;
    write(storage, `touchmap ${workshop}`, {
      zoom: zoom.value,
      collapsed: collapsed.value,
      pinned: pinned.value,
      keys: keys.value,
      recent: ui.recent.value,
      hears: hears.value,
    });
  });
  return ui;
}

/** The zoom with this key; a strip's columns fill a desk's width when there are few. */
export function zoomFor(key, touchpoints) {
  const found = ZOOMS.find((zoom) => zoom.key === key) ?? ZOOMS[2];
  if (found.key !== "strip") return found;
  return { ...found, column: STRIP_COLUMNS.find((width) => width * touchpoints <= DESK) ?? STRIP_COLUMNS.at(-1) };
}

/** Selects a cell; what is chosen together ends, unless it is kept. */
export function select(ui, cell, { keep = false } = {}) {
  batch(() => {
    ui.selected.value = cell;
    ui.editing.value = null;
    if (!keep && ui.chosen.value.length) ui.chosen.value = [];
  });
}

/** Whether two cells are the same place. */
export function isSame(one, other) {
  return one === other || (one && other && one.lane === other.lane && one.touchpoint === other.touchpoint);
}

function read(storage, name) {
  try {
    return JSON.parse(storage?.getItem(name) ?? "{}");
  } catch {
    return {}; // a choice that cannot be read is as good as none
  }
}

function write(storage, name, value) {
  try {
    storage?.setItem(name, JSON.stringify(value));
  } catch {
    // private windows and full disks: the choice lasts as long as the page
  }
}
