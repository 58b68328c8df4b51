// The way into the room: the code in the tool bar, and large with its QR code for those who stand before the screen.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { useEditor } from "../context.js";
import { Dialog } from "../dialog.js";
import { Icon } from "../icon.js";
import { keyTitle } from "./pressing.js";

/** The code; pressed, it is shown large. */
export function JoinCode() {
  const { room, commands } = useEditor();
  if (!room.value) return null;
  const { code, locked } = room.value.following.state.value;
  return html`<button type="button" class="btn bare rb-code" aria-haspopup="dialog" title=${keyTitle(commands, "session-door")} onClick=${() => commands.run("session-door")}>
    <${Icon} name=${locked ? "lock" : "qr-code"} size=${15} /><span class="rb-word">Join code</span> <b>${spaced(code)}</b>${locked && html`<span class="vh"> (nobody new is let in)</span>`}
  </button>`;
}

/** The dialog: QR code, address and code, as large as the window lets them be. */
export function WayIn() {
  const { session, room } = useEditor();
  const [door, show] = useState(null);
  const [isLost, lose] = useState(false);
  useEffect(() => {
    session.api("room/door").then(show, () => lose(true));
  }, []);
  const code = room.value?.following.state.value.code ?? door?.code ?? "";
  return html`<${Dialog} name="door" icon="qr-code" title="Come in">
    <div class="rb-door">
      ${door?.open && html`<div class="rb-qr" dangerouslySetInnerHTML=${{ __html: door.qr }}></div>`}
      <div class="rb-how">
        ${door?.open && html`<p class="rb-address">${door.address}</p>`}
        <p class="rb-digits" data-first tabindex="-1"><span class="vh">Code: </span>${spaced(code)}</p>
        ${door?.only_here && html`<p class="quiet">This address works on this machine only: start touchmap with --lan for phones.</p>`}
        ${isLost && html`<p class="quiet">The QR code cannot be fetched without a connection. The code can be typed all the same.</p>`}
      </div>
    </div>
  </${Dialog}>`;
}

function spaced(code) {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}
