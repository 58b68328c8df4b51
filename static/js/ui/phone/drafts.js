// What is half written on a phone is there again on the next visit of its step and touchpoint, whoever moved whom meanwhile.

const LEFT = new Intl.NumberFormat("en");

/** The fields of a form that a person fills in. */
export const fieldsOf = (form) => [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.type !== "submit");

const isTick = (field) => field.type === "radio" || field.type === "checkbox";

/** Whether a field differs from what it was when it came on the page. */
export function isChanged(field) {
  if (isTick(field)) return field.checked !== (field.was ?? field.defaultChecked);
  return field.value !== (field.was ?? field.defaultValue);
}

/** The forms of the step whose fields are kept as a draft. */
const forms = (room) => room.querySelectorAll('form[data-send="note"]:not([data-editing]), form.stack[data-send="rating"]');

/** Where a form's draft belongs. */
const placeOf = (room, form) =>
  [room.querySelector(".step-now").dataset.id, form.elements.touchpoint?.value, form.elements.why?.value].filter(Boolean).join(" ");

/** Keeps what was typed in a form. */
export function keepDraft(drafts, room, form) {
  if (![...forms(room)].includes(form)) return;
  const found = {};
  for (const field of fieldsOf(form)) {
    if (isTick(field) ? field.checked && !field.defaultChecked : field.value !== field.defaultValue) found[field.name] = field.value;
  }
  drafts.set(placeOf(room, form), found);
}

/** Puts drafts back; `fresh`: they were not typed just now, so they hold nobody here. */
export function putBack(drafts, room, fresh) {
  for (const form of forms(room)) {
    const draft = drafts.get(placeOf(room, form));
    for (const field of fieldsOf(form)) {
      if (!(field.name in draft)) continue;
      if (isTick(field)) field.checked = field.value === draft[field.name];
      else field.value = draft[field.name];
    }
    if (fresh) for (const field of fieldsOf(form)) field.was = isTick(field) ? field.checked : field.value;
  }
  sayLeft(room);
}

/** Forgets the draft of a form that was sent. */
export const dropDraft = (drafts, room, form) => drafts.set(placeOf(room, form), {});

/** How many characters may be written still. */
export function sayLeft(room) {
  const [text, left] = [room.querySelector("#text"), room.querySelector("#left")];
  if (text && left) left.textContent = `${LEFT.format(text.maxLength - text.value.length)} characters left`;
}
