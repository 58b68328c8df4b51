// A small form in a dialog: a few fields, one button, an answer in place when something is missing.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { useEditor } from "./context.js";
import { Dialog } from "./dialog.js";
import { close } from "./opening.js";

/**
 * @typedef {object} FormField
 * @property {string} key
 * @property {string} label
 * @property {string} [value]  to begin with
 * @property {string} [hint]
 * @property {boolean} [needed]
 * @property {(values: Record<string, string>) => {id: string, name: string}[]} [options]  a choice among these
 *
 * @typedef {object} FormAbout  What `ui.about` holds for it.
 * @property {string} title
 * @property {string} [intro]
 * @property {string} action  what the button does
 * @property {FormField[]} fields
 * @property {(values: Record<string, string>) => string | void} done  gives the sentence why not
 */

export function Form() {
  const { ui } = useEditor();
  const [about] = useState(() => /** @type {FormAbout} */ (ui.about.peek()));
  const [values, setValues] = useState(() => filled(about.fields, {}));
  const [wrong, setWrong] = useState("");

  function submit(event) {
    event.preventDefault();
    const missing = about.fields.find(({ key, needed }) => needed && !values[key].trim());
    const problem = missing ? `${missing.label} is missing.` : about.done(values);
    if (problem) setWrong(problem);
    else if (ui.about.peek().serial === about.serial) close(ui);
  }
  const change = (key) => (event) => {
    setWrong("");
    setValues(filled(about.fields, { ...values, [key]: event.target.value }));
  };
  // Enter is "do it" in a choice as well.
  const enter = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.target.form.requestSubmit();
  };
  return html`<${Dialog} title=${about.title} name="form">
    <form onSubmit=${submit} novalidate>
      <div class="stack">
        ${about.intro && html`<p class="quiet">${about.intro}</p>`}
        ${about.fields.map(({ key, label, hint, options, needed }, at) => {
          const common = { id: `form-${key}`, value: values[key], onInput: change(key), "data-first": at === 0 ? "" : undefined, "aria-describedby": wrong ? "form-wrong" : undefined };
          return html`<div class="field" key=${key}><label for=${common.id}>${label}</label>
            ${options
              ? html`<select ...${common} onKeyDown=${enter}>${options(values).map(({ id, name }) => html`<option key=${id} value=${id} selected=${id === values[key]}>${name}</option>`)}</select>`
              : html`<input type="text" dir="auto" autocomplete="off" placeholder=${hint} aria-required=${needed ? "true" : undefined} ...${common} />`}
          </div>`;
        })}
        ${wrong && html`<p class="wrong" id="form-wrong" role="alert">${wrong}</p>`}
      </div>
      <footer class="dlg-foot row"><button type="button" class="btn" onClick=${() => close(ui)}>Cancel</button><button type="submit" class="btn prim">${about.action}</button></footer>
    </form>
  </${Dialog}>`;
}

/** Every field's value: a choice that is no longer offered becomes the first one. */
function filled(fields, given) {
  const values = {};
  for (const { key, value = "", options } of fields) {
    const offered = options?.({ ...given, ...values });
    const wanted = given[key] ?? value;
    values[key] = !offered || offered.some(({ id }) => id === wanted) ? wanted : (offered[0]?.id ?? "");
  }
  return values;
}
