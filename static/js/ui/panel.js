// The detail panel: one touchpoint with everything that hangs on it, written in place, beside the map that stays usable.

import { html } from "htm/preact";
import { useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { recordsIn } from "../model/map/cells.js";
import { capital } from "../model/map/wording.js";
import { useEditor } from "./context.js";
import { Field } from "./field.js";
import { Icon } from "./icon.js";
import { isTyping } from "./keys.js";
import { elementOf } from "./opening.js";
import { isPlainEnter, toNext } from "./panel/control.js";
import { LINE } from "./panel/figures.js";
import { About, Activities, Behaviours, Comments, Opportunities, Standards, States, Stories, commentsOn } from "./panel/facts.js";
import { Causes, Words } from "./panel/links.js";
import { closePanel, goOn } from "./panel/leaving.js";
import { Ratings } from "./panel/ratings.js";
import { Ways } from "./panel/ways.js";

const children = (...kinds) => (view, touchpoint) => kinds.reduce((sum, kind) => sum + view.children(kind, touchpoint).length, 0);
const waysAt = (view, touchpoint, { journey }) =>
  view.children("transition", journey).filter((id) => [view.get(id)?.fields.from, view.get(id)?.fields.to].includes(touchpoint)).length;

/** The parts in their order: how each is called, by lanes or by its own words, the key that leads there, how much it holds. */
const PARTS = [
  { key: "about", icon: "footprints", on: "1", lanes: [], name: ({ labels }) => `In the ${labels.one("customer")}’s shoes`, Body: About },
  { key: "states", icon: "eye", on: "2", name: () => "Current and desired", Body: States, count: children("statement") },
  { key: "standards", icon: "badge-check", on: "3", lanes: ["standards", "measures"], Body: Standards, count: children("standard", "measure") },
  { key: "activities", icon: "hourglass", on: "4", name: () => "Time, and what customers would not pay for", Body: Activities, count: children("activity") },
  { key: "ratings", icon: "activity", on: "5", name: () => "How people see it", Body: Ratings, count: children("perception") },
  { key: "stories", icon: "quote", on: "6", lanes: ["stories"], Body: Stories, count: children("story") },
  { key: "opportunities", icon: "lightbulb", on: "7", lanes: ["opportunities"], Body: Opportunities, count: children("opportunity") },
  { key: "behaviours", icon: "handshake", on: "8", name: (shape) => `${named(shape, "behaviours")}, and what is rewarded`, Body: Behaviours, count: children("behaviour") },
  { key: "causes", icon: "split", on: "9", lanes: ["causes"], Body: Causes, count: (view, id) => recordsIn(view, "causes", id).length },
  { key: "ways", icon: "route", on: "0", name: () => "Ways", Body: Ways, count: waysAt },
  { key: "words", icon: "book-open", on: "w", lanes: ["vocabulary"], Body: Words, count: (view, id) => recordsIn(view, "vocabulary", id).length },
  { key: "comments", icon: "message-square", on: "c", name: () => "Comments", Body: Comments, count: (view, id) => commentsOn(view, id).length },
];

/** The part in which a lane of the map is found; other lanes are in the first one. */
const PART_OF = { current: "states", desired: "states", emotion: "ratings", measures: "standards", nva: "activities", vocabulary: "words" };
for (const { key } of PARTS.slice(2)) PART_OF[key] ??= key;

/** @param {{touchpoint: string}} props */
export function Panel({ touchpoint }) {
  const editor = useEditor();
  const { session, ui, shape } = editor;
  const box = useRef(null);
  const opener = useRef(null);
  const close = () => closePanel(editor, opener.current);
  const { stations, labels, bands } = shape.value;
  const station = stations.find(({ id }) => id === touchpoint);
  const name = session.record(touchpoint)?.fields.name;

  const show = (part) => {
    const heading = box.current?.querySelector(part === "head" ? "h2" : `#part-${part} h3`);
    heading?.focus({ preventScroll: true });
    (part === "head" ? box.current : heading?.closest("section"))?.scrollIntoView?.({ block: "start" });
  };
  /** The next touchpoint, at the same part when somebody is in one: its elements go, the head stays. */
  const go = (by) => {
    const part = document.activeElement.closest(".dbody > section")?.id.slice("part-".length);
    if (part) box.current.querySelector("h2").focus({ preventScroll: true });
    goOn(editor, by);
    if (part) ui.part.value = part;
  };
  // Whatever opened it, the focus comes in, at the part that is asked for or that belongs to the lane it was opened from.
  useLayoutEffect(() => {
    opener.current = document.activeElement;
    const lane = opener.current.closest?.("[data-lane]")?.dataset.lane;
    ui.part.value ||= PART_OF[lane] ?? "head";
  }, []);
  useSignalEffect(() => {
    const { value: part } = ui.part;
    if (!part) return;
    queueMicrotask(() => {
      ui.part.value = "";
      show(part);
    });
  });
  // The panel goes along when another touchpoint is chosen on the map.
  useSignalEffect(() => {
    const { touchpoint: chosen } = ui.selected.value ?? {};
    if (chosen && chosen !== ui.panel.peek() && ui.panel.peek() && shape.peek().stations.some(({ id }) => id === chosen)) ui.panel.value = chosen;
  });
  useLayoutEffect(() => {
    const scroller = box.current?.querySelector(".dbody");
    if (scroller) scroller.scrollTop = 0;
    elementOf(`${ui.selected.peek()?.lane ?? "head"}|${touchpoint}`)?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [touchpoint]);

  const keys = (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const isFree = !isTyping(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey && ui.keys.value;
    const part = isFree && PARTS.find(({ on }) => on === event.key);
    const by = event.altKey ? { PageUp: -1, PageDown: 1 }[event.key] : isFree ? { "[": -1, "]": 1 }[event.key] : 0;
    if (event.key === "Escape") close();
    else if (part) show(part.key);
    else if (by) go(by);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (!name || !station)
    return html`<aside class="detail" aria-label="Details" ref=${box} onKeyDown=${keys}>
      <div class="dbody"><p>This touchpoint is not there any more.</p><button type="button" class="btn" onClick=${close}>Close</button></div>
    </aside>`;
  const { number, colour, stage } = station;
  const at = stations.indexOf(station);
  return html`<aside class=${`detail s${colour}`} aria-label=${`Details: ${number} ${name}`} ref=${box} onKeyDown=${keys}>
    <header class="dhead">
      <div class="dtop">
        <span class="dstage" dir="auto">${bands.find(({ id }) => id === stage)?.name}</span>
        <${Tool} icon="arrow-left" label="Previous touchpoint" keys="[" off=${at === 0} act=${() => go(-1)} />
        <${Tool} icon="arrow-right" label="Next touchpoint" keys="]" off=${at === stations.length - 1} act=${() => go(1)} />
        <${Tool} icon="history" label="History" command="history" about=${{ touchpoint }} />
        <${Tool} icon="x" label="Close the details" keys="Esc" act=${close} />
      </div>
      <h2 tabindex="-1"><span class="stn"><span class="vh">${capital(labels.one("touchpoint"))} </span>${number}</span>
        <${Field} key=${touchpoint} record=${touchpoint} kind="touchpoint" name="name" label="Name" needed lines=${true} read=${LINE.read} class="fld dname"
          onKey=${(event) => isPlainEnter(event) && (toNext(event.target), true)} /></h2>
      <${Index} touchpoint=${touchpoint} show=${show} />
    </header>
    <div class="dbody" key=${touchpoint}>
      ${PARTS.map(
        ({ Body, ...part }) => html`<section key=${part.key} id=${`part-${part.key}`} aria-labelledby=${`part-${part.key}-h`}>
          <h3 id=${`part-${part.key}-h`} tabindex="-1"><${Icon} name=${part.icon} /><span dir="auto">${titleOf(part, shape.value)}</span></h3>
          <${Body} touchpoint=${touchpoint} />
        </section>`,
      )}
    </div>
  </aside>`;
}

/** Every part with how much is in it; apart from the panel, which is not drawn anew for each of these numbers. */
function Index({ touchpoint, show }) {
  const { session, shape } = useEditor();
  return html`<nav class="dindex" aria-label="Parts of the details"><ul>
    ${PARTS.map((part) => {
      const many = part.count?.(session.live, touchpoint, shape.value);
      const title = titleOf(part, shape.value);
      return html`<li key=${part.key}><button type="button" class=${many === 0 ? "none" : ""} title=${`${title} (${part.on})`} onClick=${() => show(part.key)}>
        <${Icon} name=${part.icon} /><span class="vh">${title}${many === undefined ? "" : ": "}</span>${many === undefined ? null : html`<span>${many}</span>`}
      </button></li>`;
    })}
  </ul></nav>`;
}

function Tool({ icon, label, keys, off, act, command, about }) {
  const { commands } = useEditor();
  if (command && !commands.get(command)) return null;
  return html`<button type="button" class="tool" aria-label=${label} title=${keys ? `${label} (${keys})` : label} disabled=${off}
    onClick=${act ?? (() => commands.run(command, about))}><${Icon} name=${icon} /></button>`;
}

/** A part's heading: the names of its lanes, in the client's own words. */
function titleOf({ name, lanes = [] }, shape) {
  if (name) return name(shape);
  const [first, ...others] = lanes.map((key) => named(shape, key));
  return [first, ...others.map((one) => one.toLowerCase())].join(" and ");
}

function named({ allLanes }, key) {
  return allLanes.find((lane) => lane.key === key).name;
}
