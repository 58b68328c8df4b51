// Dots move under the thumb at once: a second tap counts from the first, and what is sent is always the whole number.

/** Shows what was just given by the form of a proposal. @param {HTMLFormElement} form @param {number} dots */
export function giveDots(form, dots) {
  form.dataset.given = dots;
  form.closest("li").classList.toggle("on", dots > 0);
  const [less, more] = form.querySelectorAll("button");
  less.value = dots - 1;
  more.value = dots + 1;
  const given = form.querySelector(".given");
  given.setAttribute("aria-label", `${dots} of your dots`);
  given.replaceChildren(...Array.from({ length: Math.min(dots, 6) }, () => document.createElement("i")));
  if (!dots || dots > 6) given.append(dots ? ` ${dots}` : "0");
  purse(form.closest(".step-now"));
}

/** The dots that are left, and which buttons can be pressed with them. */
function purse(step) {
  const all = [...step.querySelectorAll(".dotter")];
  const whole = Number(step.querySelector("#purse").dataset.dots);
  const left = whole - all.reduce((sum, form) => sum + Number(form.dataset.given), 0);
  step.querySelector("#dots-left").textContent = `${left} dot${left === 1 ? "" : "s"} left`;
  [...step.querySelectorAll(".purse i")].forEach((dot, at) => dot.classList.toggle("u", at < whole - left));
  for (const form of all) {
    const [less, more] = form.querySelectorAll("button");
    const [given, shut] = [Number(form.dataset.given), "shut" in form.dataset];
    less.disabled = shut || !given;
    more.disabled = shut || given >= Number(form.dataset.most) || left <= 0;
  }
}
