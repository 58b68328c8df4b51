// Whether a session is open: one small question, and only then the facilitator's bar is fetched.

import { effect } from "@preact/signals";
import { later } from "../ondemand.js";
import { sayWhile } from "../said.js";

/** What may mean that somebody has just opened one: an agenda was taken, people come in. */
const SIGNS = ["step", "person"];
const MISSING = "A session is open. Its bar and its notes could not be fetched yet; they are tried again and come by themselves.";

const { fetch: fetchBar, missing } = later("begin", () => import("./begin.js"));

/**
 * Asks once, and again only when this page is looked at anew or the log has a sign of a session.
 * @param {import("../context.js").Editor} editor
 */
export function awaitSession(editor) {
  const { session } = editor;
  let isBusy = false; // asking, or a session is on
  const ask = async () => {
    if (isBusy || document.hidden) return;
    isBusy = true;
    try {
      const answer = await session.api("room");
      if (answer.open) {
        const { begin } = await fetchBar();
        return void (await begin(editor, answer, () => (isBusy = false)));
      }
    } catch {
      // Without a network there is no bar to show; the next sign asks again.
    }
    isBusy = false;
  };
  sayWhile(editor.ui, missing, MISSING);
  ask();
  document.addEventListener("visibilitychange", ask);
  effect(() => void (session.heard.value.some(({ change }) => SIGNS.includes(change.kind)) && ask()));
  let wasOff = false;
  effect(() => {
    const isOff = session.status.value.state === "offline";
    if (wasOff && !isOff) ask();
    wasOff = isOff;
  });
}
