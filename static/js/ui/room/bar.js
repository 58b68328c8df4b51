// The session in the page's head: where it is in its steps, who is here, follow me, and the wall.

import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { stepLine, timerOf, timerWords } from "../../model/room/bar.js";
import { count } from "../../model/map/wording.js";
import { useEditor } from "../context.js";
import { Icon } from "../icon.js";
import { colourOf, initials } from "../people.js";
import { keyTitle, openMenuAt } from "./pressing.js";

const FACES = 4;
const MANY = 9; // steps that keep no names beside the running one in a usual window

export function Bar() {
  const { room, commands } = useEditor();
  if (!room.value) return null;
  const { following, leading } = room.value;
  const { off, state } = following;
  const { links, follow } = state.value;
  const isLed = leading.on.value;
  return html`<div class="rb" role="group" aria-label="Session">
    <${StepLine} />
    <${People} />
    <span class="vh" role="status">${off.value ? "The session: no connection. What is shown may be old." : ""}</span>
    <button type="button" class=${`btn rb-lead${isLed ? " on" : ""}`} aria-pressed=${String(isLed)}
      title=${!isLed && follow ? "The room follows somebody else just now" : keyTitle(commands, "session-lead")} onClick=${() => commands.run("session-lead")}>
      <${Icon} name="radio-tower" /><span>Follow me</span>
    </button>
    <a class="btn prim rb-wall" href=${links.wall} target=${`wall-${state.value.code}`} title=${keyTitle(commands, "session-wall")}><${Icon} name="presentation" /><span>Present</span></a>
  </div>`;
}

/** The steps as the design's transit line: done ones ticked, the running one filled with its timer. */
function StepLine() {
  const { room, commands } = useEditor();
  const { following } = room.value;
  const box = useRef(null);
  const steps = stepLine(following.state.value);
  const at = steps.findIndex(({ place }) => place === "now");
  const current = steps[at]?.id;
  const isOff = following.off.value;
  // The running step stands in the middle of what is in sight.
  useLayoutEffect(() => {
    const line = box.current;
    const middle = () => {
      const now = line.querySelector(".now");
      if (now) line.scrollLeft = now.offsetLeft - (line.clientWidth - now.offsetWidth) / 2;
    };
    const watch = new ResizeObserver(middle);
    watch.observe(line);
    middle();
    return () => watch.disconnect();
  }, [current, steps.length]);
  const arrows = (event) => {
    const buttons = [...box.current.querySelectorAll("button")];
    const here = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus();
  };
  return html`<nav class="rb-steps" aria-label="Steps of the session">
    ${isOff && html`<span class="rb-off" title="No connection: what is shown may be old"><${Icon} name="cloud-off" /></span>`}
    <${Go} id="session-back" icon="chevron-left" off=${at <= 0} />
    <ol class=${`rb-line${steps.length > MANY ? " many" : ""}`} ref=${box} onKeyDown=${arrows}>
      ${steps.map((step) => html`<li key=${step.id} class=${`${step.place}${step.near ? " near" : ""}`}>
        ${step.place === "now"
          ? html`<${Running} step=${step} />`
          : html`<button type="button" tabindex="-1" title=${step.title} aria-label=${step.words} onClick=${() => commands.run("session-go", { step: step.id })}>
              <span class="rb-dot">${step.place === "open" && html`<${Icon} name="check" size=${10} />`}</span><span class="rb-name" dir="auto">${step.title}</span>
            </button>`}
      </li>`)}
    </ol>
    <${Go} id="session-next" icon="chevron-right" off=${at === steps.length - 1} />
  </nav>`;
}

function Go({ id, icon, off }) {
  const { room, commands } = useEditor();
  const { title } = commands.get(id);
  return html`<button type="button" class="btn bare rb-go" aria-label=${title} title=${keyTitle(commands, id)} disabled=${off || room.value.following.busy.value} onClick=${() => commands.run(id)}><${Icon} name=${icon} /></button>`;
}

/** The running step; pressed, what can be done with its timer and with it. */
function Running({ step }) {
  const { room, ui } = useEditor();
  const { following } = room.value;
  const { step: now } = following.state.value;
  const timer = timerOf(now, following.now.value);
  return html`<button type="button" class=${`rb-now${timer?.over ? " over" : ""}`} aria-current="step" aria-haspopup="menu" data-f="room|now"
    aria-label=${`${step.words}; ${timerWords(timer)}${now?.frozen ? "; nothing more is taken in" : ""}`} onClick=${(event) => openMenuAt(event, ui, { timer: true })}>
    ${now?.frozen && html`<${Icon} name="lock" size=${14} />`}
    <span class="rb-name" dir="auto">${step.title}</span>
    <${Icon} name=${timer?.paused ? "pause" : "timer"} size=${15} />${timer && html`<span class="rb-clock" aria-hidden="true">${timer.text}</span>`}
  </button><span class="vh" role="timer">${timerWords(timer)}</span>`;
}

/** Who is here: those who gave a name or a group as faces, all of them as a number; a link to everybody. */
function People() {
  const { room, commands } = useEditor();
  const { faces, people, links } = room.value.following.state.value;
  const shown = faces.slice(-FACES);
  const rest = people - shown.length;
  const names = shown.map(({ name, group }) => name || group).join(", ");
  const said = people ? `${count(people, "participant is", "participants are")} here${names && `: ${names}${rest > 0 ? ` and ${rest} more` : ""}`}` : "Nobody is here yet";
  return html`<a class="people rb-people" href=${links.people} title=${keyTitle(commands, "session-people")}>
    <span class="vh">${said}</span>
    ${shown.map(({ id, name, group }) => html`<span key=${id} aria-hidden="true" class=${`pav u${colourOf(id)}`}>${initials(name || group)}</span>`)}
    <span class="pav more-people" aria-hidden="true">${shown.length ? (rest > 0 ? `+${rest}` : html`<${Icon} name="users" size=${14} />`) : people}</span>
  </a>`;
}
