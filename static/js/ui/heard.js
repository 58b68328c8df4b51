// What is told as it happens: others' changes in one calm sentence now and then, what was refused, what was taken back.

import { effect } from "@preact/signals";
import { labelsOf } from "../model/map/labels.js";
import { capital, count } from "../model/map/wording.js";
import { reasonsOf, refusedWords } from "../model/reasons.js";
import { byDeed } from "../model/refused.js";
import { subjectOf, summaryOf, toldWord } from "../model/telling.js";
import { textsOf } from "./itemwords.js";
import { say } from "./said.js";

const PAUSE = 5000; // ms between two sentences about others

/**
 * Listens to a session and says what happens. @param {import("./context.js").Editor} editor
 */
export function tellWhatHappens(editor) {
  const { session, ui } = editor;
  tellOthers(editor);
  let refused = new Set(session.refused.peek().map(({ id }) => id));
  effect(() => {
    const now = session.refused.value;
    const news = now.filter(({ id }) => !refused.has(id));
    refused = new Set(now.map(({ id }) => id));
    if (!news.length) return;
    const kept = news.some(({ item }) => textsOf(item).length) ? " What was written is kept." : "";
    say(ui, `${refusedWords(byDeed(news).length)}. ${reasonsOf(news)[0]}${kept}`, { bad: true, act: ["What to do", "status"] });
  });
  let torn = null;
  effect(() => {
    const now = session.conflicts.value;
    const news = torn && now.filter(({ seq }) => !torn.has(seq));
    if (now.length && !torn) ui.heard.value = `${count(now.length, "text")} to choose between.`;
    torn = new Set(now.map(({ seq }) => seq));
    if (news?.length) say(ui, `Two wrote at once: both texts are kept (${news[0].by}’s too). Choose what shall stand.`, { act: ["Choose", "conflicts"] });
  });
}

/** Collects what others do, and tells it together, at most once in a while. */
function tellOthers({ session, ui }) {
  let waiting = [];
  let timer = 0;
  let last = -PAUSE;
  const tell = () => {
    timer = 0;
    last = performance.now();
    if (ui.hears.peek()) ui.heard.value = summaryOf(session.view, waiting, labelsOf(session.view));
    waiting = [];
  };
  effect(() => {
    const others = session.heard.value.filter(({ own }) => !own).map(({ change }) => change);
    if (!others.length) return;
    waiting.push(...others);
    // A moment's patience even at first: what comes in a flock is one sentence.
    timer ||= setTimeout(tell, Math.max(500, PAUSE - (performance.now() - last)));
  });
}

/**
 * Takes back this person's last change, or does it again, and says what that was and what of it others have changed.
 * @param {import("./context.js").Editor} editor
 * @param {"undo" | "redo"} action
 */
export function takeBack({ session, ui }, action) {
  const before = ui.said.peek();
  const item = session[action]();
  if (!item) return say(ui, action === "undo" ? "There is nothing of yours to take back." : "There is nothing to do again.");
  const stop = effect(() => {
    const found = session.heard.value.find(({ change }) => change.id === item.id);
    if (!found) return;
    queueMicrotask(() => stop());
    tellReversal({ session, ui }, found.change, before);
  });
  if (session.status.peek().state === "offline") say(ui, `${action === "undo" ? "Taken back" : "Done again"} here; the others see it when the connection is back.`);
}

/** `before`: the sentence that stood there when it was asked for. */
async function tellReversal({ session, ui }, change, before) {
  const { view } = session;
  const labels = labelsOf(view);
  const ids = Object.keys(change.after);
  const more = ids.length > 1 ? ` and ${ids.length - 1} more` : "";
  const deed = change.action === "undo" ? "Taken back" : "Done again";
  const told = change.told ?? [];
  if (!told.length) {
    // The person may have gone on while the server was slow: what is told of that, and its Undo, stay.
    const { said } = ui;
    return said.peek() && said.peek() !== before ? undefined : say(ui, `${deed}: ${subjectOf(view, change, labels)}${more}.`);
  }
  const who = await changersSince(session, change);
  const by = who.length ? `Changed by ${who.join(" and ")} since and left as it is` : "Left as it is";
  const first = ids.length ? `${deed}: ${subjectOf(view, change, labels)}${more}, but not all of it. ` : `${capital(subjectOf(view, change, labels))} stays. `;
  return say(ui, `${first}${by}: ${told.slice(0, 2).map((one) => toldWord(view, one)).join(" ")}`);
}

/** Who else has changed a record since the change that an undo reverses. */
async function changersSince(session, { record, undoes, actor }) {
  try {
    const { changes } = await session.api(`history/${encodeURIComponent(record)}?limit=20`);
    return [...new Set(changes.filter((one) => one.seq > undoes && one.actor !== actor).map(({ by }) => by))];
  } catch {
    return [];
  }
}
