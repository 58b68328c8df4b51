// Scribe mode: one touchpoint after another, one question at a time, for whoever writes what the room says, by keys alone.

import { html } from "htm/preact";
import { batch } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { CannotApply } from "../model/applying.js";
import { appendTouchpoint, insertTouchpoint } from "../model/map/building.js";
import { LEVELS, recordsIn } from "../model/map/cells.js";
import { laneKind } from "../model/map/lanes.js";
import { MARKS } from "../model/map/reading.js";
import { QUESTIONS, TURNS, planLine, questionOf, stepFrom } from "../model/map/scribing.js";
import { useEditor } from "./context.js";
import { keyWords } from "./commands.js";
import { Icon } from "./icon.js";
import { select } from "./state.js";
import { Written } from "./written.js";

const EVIDENCE = Object.keys(LEVELS);
const STATES = ["current", "desired"];
const ANSWERS = ["yes", "no", "unknown"];
const KEYS = [
  ["Enter", "write it down; blank: next question"],
  ["Tab", "next question"],
  ["Shift+Tab", "the one before"],
  ["Ctrl+Enter", "next touchpoint"],
  ["Ctrl+ArrowUp", "touchpoint before"],
  ["ArrowDown", "change what is written"],
  ["Ctrl+Z", "take back"],
  ["Escape", "back to the map"],
];

export function Scribing() {
  const { session, ui, shape } = useEditor();
  const { journey, allLanes, stations, labels } = shape.value;
  const on = allLanes.filter(({ key, shown }) => shown && key in QUESTIONS);
  const lanes = on.length ? on : allLanes.filter(({ key }) => STATES.includes(key));
  const asked = lanes.map(({ key }) => key);
  const first = () => stations.find(({ id }) => id === ui.scribing.peek()) ?? stations[0];
  const [step, setStep] = useState(() => {
    const lane = ui.about.peek()?.lane;
    return first() ? { touchpoint: first().id, lane: asked.includes(lane) ? lane : asked[0] } : null;
  });
  const [isNew, setNew] = useState(!step); // a touchpoint is to be named
  const [told, tell] = useState({ text: "" });
  const [last, setLast] = useState(""); // the statement written last, whose evidence a digit tells
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const there = step && session.record(step.touchpoint) ? step : stepFrom(session.live, journey, asked, null);
  const isNaming = isNew || !there;
  const key = isNaming ? `${journey} scribe` : `${there.touchpoint} scribe-${there.activity ?? there.lane}`;

  useLayoutEffect(() => {
    box.current.value = session.drafts.get(key)?.text ?? "";
    box.current.focus();
    if (there) batch(() => (select(ui, { lane: there.lane, touchpoint: there.touchpoint }), (ui.scribing.value = there.touchpoint)));
  }, [key]);
  useEffect(() => () => void (ui.refocus = true), []); // back on the map, its cell has the focus

  /** Does a plan; whether it was done. What cannot be done stays in the field. */
  function done(plan, words = plan.says) {
    let problem = plan.problem;
    try {
      if (!problem) session.do(plan.edits);
    } catch (error) {
      if (!(error instanceof CannotApply)) throw error;
      problem = "Others have changed this; look again.";
    }
    tell(problem ? { text: problem, bad: true } : { text: words });
    if (problem) return false;
    box.current.value = "";
    session.drafts.delete(key);
    return true;
  }

  /** Writes down what stands in the field; true when nothing is left in it. */
  function write(text = box.current.value.trim()) {
    if (!text) return true;
    if (isNaming) return name(text);
    if (there.activity) return answer(text);
    if (last && /^[1-4]$/.test(text)) return prove(EVIDENCE[text - 1]);
    const plan = planLine(session.view, there, text, session.makeId);
    if (!done(plan, text.startsWith("+") ? plan.says : "Written down.")) return false;
    setLast(plan.made.find((id) => session.view.get(id)?.kind === "statement") ?? "");
    return true;
  }

  function name(text) {
    const { view } = session;
    const after = there?.touchpoint ?? stations.at(-1)?.id;
    const plan = after ? insertTouchpoint(view, { after }, text, session.makeId) : appendTouchpoint(view, journey, text, session.makeId);
    if (!done(plan)) return false;
    setNew(false);
    const made = plan.made.find((id) => session.view.get(id)?.kind === "touchpoint");
    if (made) setStep({ touchpoint: made, lane: asked[0] });
    return true;
  }

  function answer(text) {
    const said = /^[1-3]$/.test(text) ? ANSWERS[text - 1] : text;
    const next = stepFrom(session.view, journey, asked, there);
    if (!done(planLine(session.view, there, said, session.makeId))) return false;
    goTo(next);
    return true;
  }

  function prove(evidence) {
    const was = session.view.get(last);
    return done(was ? { edits: [{ action: "set", kind: "statement", record: last, fields: { evidence } }], says: `Evidence: ${evidence}.`, problem: "" } : { problem: "That statement is gone." });
  }

  function goTo(next) {
    setLast("");
    if (next) setStep(next);
    setNew(!next);
  }

  /** Goes on, having written down what stands in the field. */
  function go(by, stride = "question") {
    if (!write() || (isNaming && box.current.value)) return;
    tell({ text: "" });
    if (isNaming) {
      if (there && by < 0) setNew(false);
      return;
    }
    const next = stepFrom(session.view, journey, asked, there, by, stride);
    if (next || by > 0) goTo(next);
  }

  function leave() {
    if (isNaming && there) return setNew(false);
    if (write()) ui.view.value = "map";
  }

  function press(event) {
    if (event.isComposing || event.key === "Process") return;
    const { key: pressed, ctrlKey, metaKey, shiftKey, altKey, target } = event;
    const ctrl = ctrlKey || metaKey;
    const isBlank = !target.value.trim();
    const isEnd = target.selectionStart === target.value.length;
    const deed =
      pressed === "Enter" && ctrl ? () => go(1, "touchpoint")
      : pressed === "Enter" && !shiftKey ? () => (isBlank ? go(1) : write())
      : pressed === "Tab" && !ctrl && !altKey ? () => go(shiftKey ? -1 : 1)
      : pressed === "ArrowRight" && ctrl && isBlank ? () => go(1)
      : pressed === "ArrowLeft" && ctrl && isBlank ? () => go(-1)
      : pressed === "ArrowUp" && ctrl ? () => go(-1, "touchpoint")
      : pressed === "ArrowDown" && ctrl ? () => go(1, "touchpoint")
      : pressed === "ArrowDown" && isEnd ? () => target.closest(".scribe").querySelector(".written .fld")?.focus()
      : pressed === "Escape" ? leave
      : null;
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  }

  function input() {
    const { value } = box.current;
    if (value.trim()) session.drafts.set(key, { text: value, reading: null });
    else session.drafts.delete(key);
    if (there) session.here({ record: there.touchpoint, field: there.lane, typing: true });
  }
  const back = () => box.current.focus();

  const number = stations.findIndex(({ id }) => id === there?.touchpoint) + 1;
  const question = isNaming ? `${stations.length ? "What comes next?" : "Where does it begin?"} Name the ${labels.one("touchpoint")}.` : questionOf(session.live, there);
  const choices = isNaming ? [] : there.activity ? ANSWERS : last ? EVIDENCE : [];
  const hints = isNaming || there.activity ? [] : [...(MARKS[there.lane] ?? []), ...(there.lane === "current" ? [] : TURNS)].slice(0, 4);
  return html`<section class="scribe" aria-label="Scribe" onKeyDown=${(event) => event.key === "Escape" && !event.defaultPrevented && leave()}>
    <nav class="stations" aria-label="Touchpoints"><ol>
      ${stations.map(({ id, colour }, at) => html`<li key=${id} class=${`s${colour}`}><button type="button" class=${session.record(id)?.fields.missing ? "missing" : ""} tabindex="-1" title=${session.record(id)?.fields.name}
        aria-current=${!isNaming && id === there.touchpoint ? "step" : undefined} aria-label=${`${at + 1} ${session.record(id)?.fields.name}`}
        onClick=${() => write() && goTo({ touchpoint: id, lane: asked[0] })}>${at + 1}</button></li>`)}
      <li><button type="button" class="more" tabindex="-1" aria-current=${isNaming ? "step" : undefined} aria-label="A new touchpoint" title="A new touchpoint" onClick=${() => write() && goTo(null)}><${Icon} name="plus" size=${16} /></button></li>
    </ol><button type="button" class="btn" onClick=${leave}><${Icon} name="table-2" size=${16} />Map <kbd>Esc</kbd></button></nav>
    <div class="sheet">
      <header>
        ${isNaming ? html`<h2>A new ${labels.one("touchpoint")}</h2>` : html`<h2 dir="auto"><span class="no">${number}</span>${session.record(there.touchpoint).fields.name}</h2>`}
        ${!isNaming && html`<ol class="askings" aria-label="Questions">${lanes.map(({ key: lane, name: words }) => html`<li key=${lane}><button type="button" class="btn bare" tabindex="-1" aria-current=${lane === there.lane ? "step" : undefined} onClick=${() => write() && goTo({ touchpoint: there.touchpoint, lane })}>${words}</button></li>`)}</ol>`}
      </header>
      <label class="question"><span aria-live="polite" dir="auto">${question}</span>
        <textarea ref=${box} rows="1" dir="auto" data-f=${key} aria-describedby="scribe-told scribe-hints" placeholder="Write, then Enter" onKeyDown=${press} onInput=${input} autocomplete="off"></textarea></label>
      <p id="scribe-told" class=${told.bad ? "told bad" : "told"} role=${told.bad ? "alert" : "status"} dir="auto">${told.text}</p>
      <div id="scribe-hints" class="hints">
        ${choices.length > 0 && html`<p class="row">${last && !there.activity && html`<span>How do you know?</span>`}
          ${choices.map((words, at) => html`<button type="button" key=${words} class="btn" tabindex="-1" onMouseDown=${(event) => event.preventDefault()} onClick=${() => (there.activity ? answer(words) : prove(words))}><kbd>${at + 1}</kbd>${words}</button>`)}</p>`}
        ${!choices.length && hints.map(([example, meaning]) => html`<p key=${example}><code>${example}</code> ${meaning}</p>`)}
      </div>
      ${!isNaming && html`<div class="written">
        ${!STATES.includes(there.lane) && html`<${Written} lane=${lanes.find(({ key: lane }) => lane === there.lane)} touchpoint=${there.touchpoint} onBack=${back} />`}
        <div class="states">${STATES.map((lane) => html`<${Written} key=${lane} lane=${allLanes.find((one) => one.key === lane)} touchpoint=${there.touchpoint} isAsked=${lane === there.lane} onBack=${back} />`)}</div>
      </div>`}
    </div>
    <footer class="keys">${KEYS.map(([name, words]) => html`<span key=${name}><kbd>${keyWords(name)}</kbd> ${words}</span>`)}</footer>
  </section>`;
}
