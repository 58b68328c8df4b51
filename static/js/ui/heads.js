// The head of the map: bands of stages, the transit line with its stations, and the touchpoints' names.

import { html } from "htm/preact";
import { useComputed, useSignal } from "@preact/signals";
import { count } from "../model/map/wording.js";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";
import { Line } from "./line.js";
import { onDemand } from "./ondemand.js";
import { select } from "./state.js";

const StageName = onDemand("StageName");
const TouchpointName = onDemand("TouchpointName");

/** @param {{shape: import("@preact/signals").Signal<import("./shape.js").Shape>}} props */
export function Heads({ shape }) {
  const { ui } = useEditor();
  const { bands, columns, whose } = shape.value;
  return html`<thead style=${{ "--levels": ui.levels.value }}>
    <tr class="stages" aria-rowindex="1">
      <td class="corner"></td>
      ${bands.map((band) => html`<${StageHead} key=${band.id} band=${band} />`)}
    </tr>
    <tr class="line">
      <td class="corner"></td>
      <td colspan=${Math.max(1, columns.length)}><${Line} /></td>
    </tr>
    <tr class="tps" aria-rowindex="2">
      <td class="corner"><div class="whose">
        <div class="persona">${whose.initials && html`<span class="pav" aria-hidden="true">${whose.initials}</span>`}<b dir="auto">${whose.name}</b></div>
        ${whose.about && html`<p class="about" dir="auto">${whose.about}</p>`}
      </div></td>
      ${columns.map((column, place) =>
        column.folded || column.empty
          ? html`<${StageColumn} key=${column.id} column=${column} place=${place} />`
          : html`<${TouchpointHead} key=${column.id} column=${column} place=${place} />`,
      )}
    </tr>
  </thead>`;
}

function StageHead({ band }) {
  const { session, ui, commands } = useEditor();
  const writing = useSignal(false);
  const stage = session.record(band.id);
  if (!stage) return null;
  const isFocused = useComputed(() => ui.focused.value === band.id).value;
  const fold = () => commands.run("fold-stage", { stage: band.id });
  return html`<th scope="colgroup" colspan=${band.columns.length} class=${`s${band.colour}${band.folded ? " folded" : ""}${band.dim ? " dim" : ""}`}>
    <span class="stage"><span class="sgbox"><span class="sg">
      ${writing.value
        ? html`<${StageName} stage=${band.id} onLeave=${() => (writing.value = false)} />`
        : html`<button type="button" class="sn" tabindex="-1" dir="auto" title="Rename the stage" onClick=${() => (writing.value = true)}>${stage.fields.name}</button>`}
      <span class="sm">${band.about}</span>
    </span></span>
    ${isFocused && html`<button type="button" class="tool on" tabindex="-1" aria-pressed="true" title="All stages in focus again" aria-label=${`Only ${stage.fields.name} is in focus: all stages again`} onClick=${() => commands.run("focus-stage", { stage: band.id })}><${Icon} name="focus" size=${14} /></button>`}
    <button type="button" class="tool" tabindex="-1" aria-label=${`${band.folded ? "Unfold" : "Fold"} the stage ${stage.fields.name}`} aria-expanded=${String(!band.folded)} onClick=${fold}>
      <${Icon} name=${band.folded ? "unfold-horizontal" : "fold-horizontal"} size=${14} />
    </button>
    <button type="button" class="tool" tabindex="-1" aria-label=${`What can be done with the stage ${stage.fields.name}`} aria-haspopup="menu"
      onClick=${(event) => openMenu(event, ui, { stage: band.id })}><${Icon} name="ellipsis" size=${14} /></button>
    </span>
  </th>`;
}

/** The head of the one column that a folded stage has, or one that is still empty: a press unfolds it, or begins it. */
function StageColumn({ column, place }) {
  const { session, ui, commands } = useEditor();
  const { id, stage, colour, folded } = column;
  const selected = useComputed(() => ui.selected.value?.lane === "head" && ui.selected.value.touchpoint === id);
  const isFirstStop = useComputed(() => !ui.selected.value && place === 0);
  const isDim = useComputed(() => Boolean(ui.focused.value) && ui.focused.value !== stage);
  const name = session.record(stage)?.fields.name ?? "";
  const press = () => commands.run(folded ? "fold-stage" : "add-to-stage", { stage });
  return html`<th
    scope="col"
    class=${`s${colour} fs ${folded ? "folded" : "vacant"}${selected.value ? " sel" : ""}${isDim.value ? " dim" : ""}`}
    data-lane="head"
    data-touchpoint=${id}
    data-f=${`head|${id}`}
    aria-colindex=${place + 2}
    tabindex=${selected.value || isFirstStop.value ? 0 : -1}
  >
    <button type="button" class="btn bare" tabindex="-1" onClick=${press}>
      <${Icon} name=${folded ? "unfold-horizontal" : "plus"} size=${15} />${folded ? html`<span class="vh">Unfold ${name}</span>` : html`<span>Add touchpoint</span>`}
    </button>
  </th>`;
}

function TouchpointHead({ column, place }) {
  const { session, ui, commands, readings } = useEditor();
  const { id, number, colour, first } = column;
  const selected = useComputed(() => ui.selected.value?.lane === "head" && ui.selected.value.touchpoint === id);
  const editing = useComputed(() => ui.editing.value?.lane === "head" && ui.editing.value.touchpoint === id);
  const chosen = useComputed(() => ui.chosen.value.includes(id));
  const isFirstStop = useComputed(() => !ui.selected.value && place === 0);
  const isDim = useComputed(() => Boolean(ui.focused.value) && ui.focused.value !== column.stage);
  const found = useComputed(() => readings.said.answer.value?.figures?.touchpoints[id]?.findings ?? 0).value;
  const record = session.record(id);
  if (!record) return null;
  const { name, time, place: where, critical, missing } = record.fields;
  const when = [time, where].filter(Boolean).join(" · ");
  const classes = ["s" + colour, first && "fs", missing && "missing", selected.value && "sel", chosen.value && "chosen", isDim.value && "dim"];
  const done = () => {
    ui.editing.value = null;
    select(ui, { lane: "head", touchpoint: id }, { keep: true });
  };
  return html`<th
    scope="col"
    class=${classes.filter(Boolean).join(" ")}
    data-lane="head"
    data-touchpoint=${id}
    data-f=${`head|${id}`}
    aria-colindex=${place + 2}
    aria-selected=${String(chosen.value || selected.value)}
    tabindex=${selected.value || isFirstStop.value ? 0 : -1}
    onDblClick=${() => (ui.editing.value = { lane: "head", touchpoint: id })}
  >
    ${editing.value
      ? html`<${TouchpointName} touchpoint=${id} label=${`Name of touchpoint ${number}`} onLeave=${done} />`
      : html`<span class="tt" dir="auto"><span class="vh">${number} </span>${name}</span>`}
    <span class="under">
      ${when && html`<span class="tm" title=${when} dir="auto">${when}</span>`}
      ${(critical || missing || found > 0) &&
      html`<span class="flags">
        ${critical && html`<span class="flag mot" title="Moment of truth"><svg class="i" width="11" height="11" viewBox="0 0 10 10" aria-hidden="true"><path d="M5 0l5 5-5 5-5-5z" fill="currentColor"></path></svg><span class="vh">Moment of truth</span></span>`}
        ${missing && html`<span class="flag miss">did not happen</span>`}
        ${found > 0 && html`<button type="button" class="flag found" tabindex="-1" title=${`${count(found, "finding")} here`} onClick=${() => commands.run("findings", { touchpoint: id })}><${Icon} name="lightbulb" size=${12} />${found}<span class="vh"> ${found === 1 ? "finding" : "findings"} at ${name}</span></button>`}
      </span>`}
    </span>
    <span class="headtools">
      ${found > 0 && html`<button type="button" class="tool" tabindex="-1" aria-label=${`${count(found, "finding")} at ${name}`} onClick=${() => commands.run("findings", { touchpoint: id })}><${Icon} name="lightbulb" size=${15} /></button>`}
      <button type="button" class="tool" tabindex="-1" aria-label=${`Details of ${name}`} onClick=${() => (ui.panel.value = id)}><${Icon} name="panel-right" size=${15} /></button>
      <button type="button" class="tool" tabindex="-1" aria-haspopup="menu" aria-label=${`What can be done with ${name}`} onClick=${(event) => openMenu(event, ui, { touchpoint: id })}><${Icon} name="ellipsis" size=${15} /></button>
    </span>
    <button type="button" class="insert" tabindex="-1" aria-label=${`Add a touchpoint after ${name}`} title="Add a touchpoint here" onClick=${() => commands.run("add-touchpoint", { after: id })}><${Icon} name="plus" size=${14} /></button>
  </th>`;
}

/** Opens the menu of what is about, under the button that was pressed. */
function openMenu(event, ui, about) {
  const { left, bottom } = event.currentTarget.getBoundingClientRect();
  ui.about.value = { ...about, left, top: bottom, from: event.currentTarget };
  ui.over.value = "menu";
}
