// An open session in the editor: its parts are put together here, and taken away when it is closed.

import { html } from "htm/preact";
import { render } from "preact";
import { signal } from "@preact/signals";
import "../afterwards.js"; // it has come already; so bundled, what both use stands there
import { EditorContext } from "../context.js";
import { say } from "../said.js";
import { Bar } from "./bar.js";
import { makeCarrying } from "./carrying.js";
import { addRoomCommands } from "./commands.js";
import { followRoom } from "./following.js";
import { Foot } from "./foot.js";
import { JoinCode, WayIn } from "./door.js";
import { makeLeading } from "./leading.js";
import { Tray } from "./tray.js";

/**
 * @typedef {object} RoomParts  What the rest of the editor shows of an open session, by its places.
 * @property {import("./following.js").Following} following
 * @property {ReturnType<typeof makeLeading>} leading
 * @property {import("@preact/signals").Signal<boolean>} tray  whether the notes are open
 * @property {import("@preact/signals").Signal<boolean>} scribing  whether a note is written for somebody there
 * @property {(target: Element) => object | null} carried  what somebody takes hold of
 */

const SHOWN = "in-session"; // the class of the page's body

/**
 * @param {import("../context.js").Editor} editor
 * @param {import("../../model/room/bar.js").Room} first
 * @param {() => void} ended
 */
export async function begin(editor, first, ended) {
  const { ui, room, page } = editor;
  await styles(page.roomStyles);
  const place = document.getElementById("editor-room");
  const following = followRoom(editor, first, () => {
    leading.end();
    room.value = null;
    render(null, place);
    place.hidden = true;
    document.body.classList.remove(SHOWN);
    say(ui, "The session is closed.");
    ended();
  });
  const leading = makeLeading(editor, following);
  const tray = editor.trayKept ?? (editor.trayKept = keptSignal(`touchmap notes ${page.workshop}`));
  room.value = { following, leading, tray, scribing: signal(false), carried: makeCarrying(editor), Foot, Tray, JoinCode, over: { door: WayIn } };
  addRoomCommands(editor);
  document.body.classList.add(SHOWN);
  place.hidden = false;
  render(html`<${EditorContext.Provider} value=${editor}><${Bar} /></${EditorContext.Provider}>`, place);
}

/** Fetches the bar's own style sheet, once; without it the bar is shown all the same. */
function styles(address) {
  return new Promise((done) => {
    if (!address || document.querySelector(`link[href="${CSS.escape(address)}"]`)) return done();
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.onload = link.onerror = done;
    return document.head.append(link);
  });
}

/** A yes or no that is kept in this browser. */
function keptSignal(name) {
  const found = signal(read(name) === "yes");
  found.subscribe((value) => write(name, value ? "yes" : "no"));
  return found;
}

function read(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // then it lasts as long as the page
  }
}
