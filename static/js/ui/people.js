// Who else is here: initials in their colours, the rest as a number.

import { html } from "htm/preact";
import { useEditor } from "./context.js";

const SHOWN = 5;
const COLOURS = 6; // tokens u1 … u6

/** The colour of a person, 1 to 6: the same on every screen. */
export function colourOf(actor) {
  let sum = 0;
  for (const sign of actor) sum = (sum * 31 + sign.codePointAt(0)) % 997;
  return (sum % COLOURS) + 1;
}

export function initials(name) {
  const words = name.split(/\s+/u).filter(Boolean);
  const first = words[0] ?? "?";
  const last = words.length > 1 ? words.at(-1) : "";
  return ([...first][0] + ([...last][0] ?? "")).toUpperCase();
}

export function People() {
  const { session } = useEditor();
  const people = session.people.value;
  if (!people.length) return null;
  return html`<ul class="people" aria-label="Also here">
    ${people.slice(0, SHOWN).map(
      ({ actor, by }) => html`<li key=${actor} class=${`pav u${colourOf(actor)}`} title=${by}>
        <span aria-hidden="true">${initials(by)}</span><span class="vh">${by}</span>
      </li>`,
    )}
    ${people.length > SHOWN && html`<li class="pav more-people">+${people.length - SHOWN}<span class="vh"> more</span></li>`}
  </ul>`;
}
