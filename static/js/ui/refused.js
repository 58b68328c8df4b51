// One deed that was refused: what was tried, why it could not be, the texts that are in it, and what can be done.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { CannotApply } from "../model/applying.js";
import { count } from "../model/map/wording.js";
import { reasonsOf } from "../model/reasons.js";
import { fieldWord } from "../model/telling.js";
import { useEditor } from "./context.js";
import { Elsewhere } from "./elsewhere.js";
import { textsOf, wordsOf } from "./itemwords.js";
import { LetGo } from "./lettinggo.js";
import { say } from "./said.js";

const OPEN = 3; // texts that are shown without being asked for
const OPEN_SIGNS = 1000; // characters of all of them together
const REASONS = 2;

/** @param {{deed: ReturnType<typeof import("../model/refused.js").byDeed>[number]}} props */
export function Refused({ deed: { told, parts } }) {
  const { session, ui } = useEditor();
  const [isMoving, move] = useState(false);
  const [wrong, setWrong] = useState("");
  const [{ item }] = parts;
  const isOne = parts.length === 1;
  const ids = parts.map(({ id }) => id);
  const texts = parts.flatMap((one) => textsOf(one.item).map(([key, text]) => ({ key, text, item: one.item })));
  const whole = texts.map(({ text }) => text).join("\n");
  const again = () => {
    try {
      session.again(ids);
      const left = session.refused.peek().filter(({ id }) => ids.includes(id));
      setWrong(left.length ? `${count(left.length, "part")} of it still cannot be done.` : "");
    } catch (error) {
      if (!(error instanceof CannotApply)) throw error;
      setWrong(`This still cannot be done: what it belongs to is gone.${whole ? ` ${isOne ? "Put the text elsewhere, or copy it." : "Copy the texts, and paste them where they belong."}` : ""}`);
    }
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(whole);
      say(ui, texts.length === 1 ? "The text is copied." : "The texts are copied, a line for each.");
    } catch {
      setWrong("This browser does not let pages copy. Select the text above and copy it yourself.");
    }
  };
  return html`<li class="card refused">
    <p dir="auto"><b>${told || wordsOf(session.view, item)}${!told && !isOne && ` and ${parts.length - 1} more`}</b></p>
    <${Texts} texts=${texts} isOne=${isOne} />
    ${reasonsOf(parts).slice(0, REASONS).map((why) => html`<p key=${why} class="why">${why}</p>`)}
    ${!isOne && html`<p class="why">Its ${parts.length} parts are tried again or let go together.</p>`}
    ${wrong && html`<p class="why bad" role="alert">${wrong}</p>`}
    ${isMoving
      ? html`<${Elsewhere} text=${whole} from=${item} onDone=${() => session.dismiss(ids)} onLeave=${() => move(false)} />`
      : html`<p class="row">
          ${item.edit && html`<button type="button" class="btn prim" onClick=${again}>Try again</button>`}
          ${whole && isOne && html`<button type="button" class="btn" onClick=${() => move(true)}>Put it elsewhere…</button>`}
          ${whole && html`<button type="button" class="btn" onClick=${copy}>Copy the ${texts.length === 1 ? "text" : "texts"}</button>`}
          <${LetGo} onSure=${() => session.dismiss(ids)} />
        </p>`}
  </li>`;
}

/** The texts of a deed; many of them folded. */
function Texts({ texts, isOne }) {
  const { session } = useEditor();
  const all = texts.map(({ key, text, item }) => html`<blockquote key=${`${item.id} ${key}`} dir="auto"><span class="label">${isOne ? fieldWord(key) : `${wordsOf(session.view, item)}, ${fieldWord(key)}`}</span>${text}</blockquote>`);
  const signs = texts.reduce((sum, { text }) => sum + text.length, 0);
  if (texts.length <= OPEN && signs <= OPEN_SIGNS) return all;
  return html`<details class="texts"><summary>${count(texts.length, "text")} in it</summary><div class="stack">${all}</div></details>`;
}
