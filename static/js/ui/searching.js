// A line to type in and the list of what fits it (APG: combobox with a listbox); the focus never leaves the line.

import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icon.js";
import { Marked } from "./marked.js";
import { keyWords } from "./commands.js";

/**
 * @typedef {object} Choice
 * @property {string} id
 * @property {string} name
 * @property {string} [icon]
 * @property {string} [note]  what is said beside it, quietly
 * @property {string} [group]  the heading above it and those after it
 * @property {string} [key]  its first key, as a command has it
 * @property {string} [number]  of a station
 * @property {number} [colour]  of its stage
 * @property {[number, number][]} [ranges]  the parts of its name that fit what is typed
 */

/**
 * @param {{label: string, hint?: string, name: string, find: (query: string) => Choice[], choose: (choice: Choice) => void,
 *   nothing?: string, first?: boolean, keep?: boolean}} props
 *   name: unique on the page, for ids; first: has the focus when the dialog opens; keep: what was typed stays after a choice
 */
export function Searching({ label, hint, name, find, choose, nothing = "Nothing fits.", first = true, keep = true }) {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef(null);
  const choices = find(query);
  const place = Math.min(at, choices.length - 1);
  const id = (one) => `${name}-${one}`;

  useLayoutEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  });

  const take = (choice) => {
    if (!keep) setQuery("");
    choose(choice);
  };
  const key = (event) => {
    if (event.isComposing) return;
    const far = 8;
    const last = choices.length - 1;
    const steps = { ArrowDown: place < last ? place + 1 : 0, ArrowUp: place > 0 ? place - 1 : last, PageDown: Math.min(last, place + far), PageUp: Math.max(0, place - far) };
    if (event.key in steps) setAt(steps[event.key]);
    else if (event.key === "Enter" && choices[place]) take(choices[place]);
    else return;
    event.preventDefault();
  };
  const input = (event) => {
    setQuery(event.target.value);
    setAt(0);
  };
  return html`<div class="searching">
    <div class="line"><${Icon} name="search" />
      <input type="text" role="combobox" aria-expanded="true" aria-autocomplete="list" aria-label=${label} placeholder=${hint ?? label} autocomplete="off"
        spellcheck="false" data-first=${first ? "" : undefined} aria-controls=${id("list")} aria-activedescendant=${place >= 0 ? id(place) : undefined} value=${query}
        onInput=${input} onKeyDown=${key} /></div>
    <ul role="listbox" id=${id("list")} aria-label=${label} ref=${list}>
      ${choices.map(
        (choice, here) => html`
          ${choice.group && choice.group !== choices[here - 1]?.group && html`<li role="presentation" class="group" key=${`g ${choice.group} ${here}`}>${choice.group}</li>`}
          <li role="option" key=${choice.id} id=${id(here)} aria-selected=${String(here === place)} class=${choice.colour ? `s${choice.colour}` : undefined}
            onPointerDown=${(event) => event.preventDefault()} onClick=${() => take(choice)}>
            ${choice.number ? html`<span class="stn">${choice.number}</span>` : html`<${Icon} name=${choice.icon ?? "circle"} />`}
            <span class="what" dir="auto"><${Marked} text=${choice.name} ranges=${choice.ranges} /></span>
            ${choice.note && html`<span class="quiet small" dir="auto">${choice.note}</span>`}
            ${choice.key && html`<kbd>${keyWords(choice.key)}</kbd>`}
          </li>`,
      )}
    </ul>
    <p class="quiet small found" role="status">${choices.length ? html`<span class="vh">${choices.length} found</span>` : nothing}</p>
  </div>`;
}
