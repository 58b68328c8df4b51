// Who else is here: initials in their colours, the rest as a number; pressed, who is where.

import { html } from "htm/preact";
import { useEditor } from "./context.js";
import { count } from "../model/map/wording.js";

const SHOWN = 5;
const COLOURS = 6; // tokens u1 … u6

/** The colour of a person, 1 to 6: the same on every screen. */
export function colourOf(actor) {
  let sum = 0;
  for (const sign of actor) sum = (sum * 31 + sign.codePointAt(0)) % 997;
  return (sum % COLOURS) + 1;
}

export function initials(name) {
  const words = name.split(/[^\p{L}]+/u).filter(Boolean);
  const first = words[0] ?? "?";
  const last = words.length > 1 ? words.at(-1) : "";
  return ([...first][0] + ([...last][0] ?? "")).toUpperCase();
}

export function People() {
  const { session, ui } = useEditor();
  const people = session.people.value;
  if (!people.length) return null;
  const names = people.slice(0, SHOWN).map(({ by }) => by).join(", ");
  const rest = people.length - SHOWN;
  return html`<button type="button" class="people" aria-haspopup="dialog" title=${names} onClick=${() => (ui.over.value = "people")}>
    <span class="vh">${count(people.length, "other is", "others are")} here: ${names}${rest > 0 && ` and ${rest} more`}</span>
    ${people.slice(0, SHOWN).map(
      ({ actor, by, typing }) => html`<span key=${actor} aria-hidden="true" class=${`pav u${colourOf(actor)}${typing ? " typing" : ""}`}>${initials(by)}</span>`,
    )}
    ${rest > 0 && html`<span class="pav more-people" aria-hidden="true">+${rest}</span>`}
  </button>`;
}
