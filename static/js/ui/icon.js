// An icon of the sprite, always beside words or on something that is named.

import { html } from "htm/preact";

let sprite = "";

/** Tells where the sprite is; once, before anything is drawn. */
export function setSprite(address) {
  sprite = address;
}

/** @param {{name: string, size?: number}} props  the icon's name without `i-`; its side in CSS pixels */
export function Icon({ name, size = 16 }) {
  return html`<svg class="i" width=${size} height=${size} aria-hidden="true" focusable="false">
    <use href=${`${sprite}#i-${name}`}></use>
  </svg>`;
}
