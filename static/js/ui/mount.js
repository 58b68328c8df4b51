// Puts the editor in the place of the page that the server has drawn.

import { computed } from "@preact/signals";
import { html } from "htm/preact";
import { render } from "preact";
import { openSession } from "../live/session.js";
import { makeCommands } from "./commands.js";
import { addCommands } from "./doing.js";
import { Dock } from "./dock.js";
import { EditorContext } from "./context.js";
import { keepFocus } from "./focus.js";
import { setSprite } from "./icon.js";
import { listen } from "./keys.js";
import { Main } from "./main.js";
import { Over } from "./over.js";
import { People } from "./people.js";
import { Said } from "./said.js";
import { makeShape } from "./shape.js";
import { makeState } from "./state.js";
import { Tools } from "./tools.js";
import { peopleAt } from "./presence.js";

/**
 * Opens the workshop and draws the editor.
 * @param {HTMLElement} root  `#editor`, whose data attributes say of which workshop and for whom
 * @returns {Promise<import("./context.js").Editor>}
 */
export async function mount(root) {
  const { workshop, formKey, actor, by, icons, view, journey, zoom } = root.dataset;
  setSprite(icons);
  const session = await openSession({ workshop, formKey, me: { actor, by }, base: root.dataset.base });
  const ui = makeState(workshop, { view, journey, zoom }, keptHere());
  const commands = makeCommands();
  const page = { ...root.dataset };
  const shape = makeShape({ session, ui });
  const here = computed(() => peopleAt(session.live, session.people.value));
  const editor = { session, ui, commands, page, shape, here };
  addCommands(editor);
  keepFocus();
  listen(document, editor);
  const draw = (id, part) => {
    const place = document.getElementById(id);
    if (!place) return;
    place.replaceChildren();
    render(html`<${EditorContext.Provider} value=${editor}><${part} /></${EditorContext.Provider}>`, place);
  };
  draw("editor-tools", Tools);
  draw("editor-people", People);
  draw("main", Main);
  draw("editor-dock", Dock);
  draw("editor-over", Over);
  draw("editor-said", Said);
  root.session = session;
  root.editor = editor;
  document.body.classList.add("alive");
  root.dispatchEvent(new CustomEvent("touchmap:ready", { bubbles: true }));
  return editor;
}

/** Where choices are kept; null where the browser forbids it. */
function keptHere() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
