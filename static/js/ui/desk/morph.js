// Brings a part of a page to how the server has it now, in place: what is being typed, chosen, open or in focus stays.

const OWN = new Set(["tabindex", "open", "data-sent"]); // what the page's script or the person sets

/**
 * Makes the children of one element those of another. Elements with an id are found again by it; text fields, boxes and
 * selects that somebody has changed keep what they say.
 * @param {Element} from - on the page @param {Element} to - as it should be; taken apart
 */
export function morph(from, to) {
  const held = document.activeElement;
  children(from, to);
  if (held && held !== document.activeElement && held.isConnected && from.contains(held)) {
    held.focus({ preventScroll: true }); // it was moved, and moving takes the focus away
  }
}

/** Whether a field says something else than the server gave it. @param {Element} field */
export function changed(field) {
  if (field.type === "hidden") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") return [...field.options].some((one) => one.selected !== one.defaultSelected) && !untouched(field);
  return field.value !== field.defaultValue;
}

/** What a form says now is what the server has: nothing of it is kept at the next morph. @param {Element[]} fields */
export function settle(fields) {
  for (const field of fields) {
    if (field.type === "hidden") continue;
    if (field.type === "checkbox" || field.type === "radio") field.defaultChecked = field.checked;
    else if (field.tagName === "SELECT") for (const one of field.options) one.defaultSelected = one.selected;
    else if ("defaultValue" in field) field.defaultValue = field.value;
  }
}

/** A select of which no option is marked shows its first. */
function untouched(select) {
  return select.selectedIndex === 0 && ![...select.options].some((one) => one.defaultSelected);
}

function children(from, to) {
  const named = new Map();
  for (const one of from.children) if (one.id) named.set(one.id, one);
  let at = from.firstChild;
  for (const want of [...to.childNodes]) {
    if (!blank(want)) at = past(at);
    let have = want.id ? named.get(want.id) : null;
    if (!have && at && alike(at, want)) have = at;
    if (!have) {
      from.insertBefore(want, at);
      continue;
    }
    if (have === at) at = at.nextSibling;
    else from.insertBefore(have, at);
    update(have, want);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

const blank = (one) => one.nodeType === Node.TEXT_NODE && !one.nodeValue.trim();

/** What comes after empty text, which is taken away: it must not keep elements from being found again. */
function past(at) {
  while (at && blank(at)) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
  return at;
}

const alike = (one, other) =>
  one.nodeType === other.nodeType && one.nodeName === other.nodeName && (one.id ?? "") === (other.id ?? "") && one.type === other.type;

function update(have, want) {
  if (have.nodeType !== Node.ELEMENT_NODE) {
    if (have.nodeValue !== want.nodeValue) have.nodeValue = want.nodeValue;
    return;
  }
  const kept = isField(have) && (changed(have) || (have === document.activeElement && have.type !== "checkbox"));
  const value = kept ? have.value : null;
  attributes(have, want);
  if (have.tagName === "TEXTAREA") {
    have.defaultValue = want.defaultValue;
    if (!kept) have.value = want.value;
    return;
  }
  children(have, want);
  if (!isField(have)) return;
  if (have.tagName === "SELECT") have.value = kept && [...have.options].some((one) => one.value === value) ? value : usual(have);
  else if (have.type === "checkbox" || have.type === "radio") have.checked = kept ? have.checked : have.defaultChecked;
  else have.value = kept ? value : have.defaultValue;
}

const isField = (one) => one.tagName === "INPUT" || one.tagName === "SELECT" || one.tagName === "TEXTAREA";
const usual = (select) => ([...select.options].find((one) => one.defaultSelected) ?? select.options[0])?.value ?? "";

function attributes(have, want) {
  for (const { name } of [...have.attributes]) if (!OWN.has(name) && !want.hasAttribute(name)) have.removeAttribute(name);
  for (const { name, value } of want.attributes) {
    if (!OWN.has(name) && have.getAttribute(name) !== value) have.setAttribute(name, value);
  }
}
