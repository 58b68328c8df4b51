// The graph as an ordered list, made here and so always of this moment: for screen readers, keyboards and narrow windows.

import { html } from "htm/preact";
import { useComputed } from "@preact/signals";
import { graphList } from "../../model/map/graphlist.js";
import { useEditor } from "../context.js";
import { Place } from "./place.js";

export function GraphList() {
  const { session, shape, commands } = useEditor();
  const stops = useComputed(() => graphList(session.live, shape.value.journey)).value;
  return html`<ol class="gv-list">
    ${stops.map(({ id, name, ways }) => html`<li key=${id}>
      <${Place} id=${id} />
      ${!ways.length && html`<p class="small quiet">no way on is written down</p>`}
      <ul>${ways.map((way, at) => html`<li key=${way.id ?? at}>
        ${way.id
          ? html`<button type="button" class="gv-on" onClick=${() => commands.run("edit-way", { way: way.id })}><span dir="auto"><span class="vh">From ${name}: </span>${way.words}${way.label && html`<span class="quiet">: ${way.label}</span>`}<span class="vh">. Edit this way</span></span></button>`
          : html`<span class="gv-on" dir="auto">${way.words}</span>`}
      </li>`)}</ul>
    </li>`)}
  </ol>`;
}
