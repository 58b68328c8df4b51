// The phone in a room: it follows the running step, never under somebody who types, and keeps what is given until it is sent.
import { clock, forgetEverything, Gave, Phonebox, PhoneDrafts } from "../model/phonebox.js";
import { Choices } from "../ui/phone/choices.js";
import { giveDots } from "../ui/phone/dots.js";
import { dropDraft, fieldsOf, isChanged, keepDraft, putBack, sayLeft } from "../ui/phone/drafts.js";
import { moveTo, placeNow, reach } from "../ui/phone/moving.js";
import { Others } from "../ui/phone/others.js";
import { card, fresh, packed, Sender } from "../ui/phone/sending.js";
import { thanks } from "../ui/phone/thanks.js";

const room = document.getElementById("room");
const AGAIN = 4_000; // ms until a stream that was refused is asked for again
const PATIENCE = 15_000; // ms until a page that does not come is given up and asked for again
const CROWD = 1.2; // s over which phones spread what they ask for when only what is seen has changed, if the stream says nothing else
const STAY = "touchmap-stay"; // somebody does not follow the facilitator
const AHEAD = "touchmap-clock"; // ms by which the server's clock was ahead, for a page that is shown without a network

const now = () => room.querySelector(".step-now");
const say = (words) => (document.getElementById("phone-said").textContent = words);

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.innerHTML = `<use href="${room.dataset.icons}#i-${name}"></use>`;
  for (const [key, value] of [["class", "i"], ["width", 14], ["height", 14], ["aria-hidden", "true"]]) svg.setAttribute(key, value);
  return svg;
}

class Phone {
  #box = new Phonebox(localStorage, room.dataset.me);
  #drafts = new PhoneDrafts(localStorage, room.dataset.me);
  #others = new Others(room.dataset.page);
  #sender = new Sender(
    this.#box,
    new Gave(localStorage, room.dataset.me),
    () => room.querySelector("[name=form_key]")?.value ?? "",
    (sent, refused) => this.#sent(sent, refused),
  );
  #choices = new Choices(room, (form) => this.#give({ target: form, preventDefault() {} }));
  #latest = null; // the newest marks from the stream
  #offset = 0; // ms by which the server's clock is ahead of this one
  #asking = false;
  #anew = false; // somebody wanted to know while it was being asked
  #later = 0;
  #spot = "";
  #left = false;
  #moved = new Set(); // sendings whose dots stand on this page already
  #down = false; // a finger is on the page: what it presses must not be replaced under it

  start() {
    this.#clockOf(now().dataset.now, null);
    this.#drawn(true);
    setInterval(() => this.#tick(), 500);
    this.#listen();
    document.addEventListener("submit", (event) => this.#give(event));
    document.addEventListener("click", (event) => this.#press(event));
    document.addEventListener("pointerdown", () => (this.#down = true));
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(() => ((this.#down = false), this.#follow())));
    document.addEventListener("input", ({ target }) => {
      if (target.form?.dataset.send) keepDraft(this.#drafts, room, target.form);
      this.#choices.made(target);
      sayLeft(room);
    });
    addEventListener("pagehide", () => this.#choices.give());
    document.addEventListener("focusout", () => setTimeout(() => this.#follow(), 200));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#choices.give() : (this.#follow(), this.#sender.flush())));
    addEventListener("popstate", () => this.#go(new URL(location).searchParams.get("at") ?? "", false));
    addEventListener("online", () => (this.#net(), this.#sender.flush()));
    addEventListener("offline", () => (this.#net(), this.#list()));
    this.#net();
    this.#list();
    this.#sender.flush();
    this.#keepOffline();
    this.#begin();
    document.documentElement.dataset.ready = "yes";
  }

  /** A page that was kept shows the newest that was, at the touchpoint that its address names. */
  async #begin() {
    if (!navigator.onLine) await this.#ask(true);
    const at = new URL(location).searchParams.get("at");
    if (at && at !== placeNow(room)) this.#go(at, false);
  }

  // -- looking

  /** Whether somebody is writing, or has chosen something that was not sent. */
  #busy() {
    const fields = [...room.querySelectorAll("form[data-send]")].flatMap(fieldsOf);
    return fields.some((field) => isChanged(field) || (field === document.activeElement && field.type !== "radio" && field.value !== ""));
  }

  /** Whether the page may be drawn anew within its step: drafts are kept, but a field that is in use stays. */
  #inUse() {
    const field = document.activeElement;
    if (this.#down || this.#choices.open().length) return true;
    if (room.querySelector("[data-editing]")) return this.#busy();
    return room.contains(field) && field.matches("textarea, input:not([type=radio])") && (field.value !== "" || field.type === "date");
  }

  #clockOf(server, kept) {
    const ahead = Number(server) * 1000 - Number(kept ?? Date.now());
    this.#offset = kept ? ahead : Math.max(ahead, Number(sessionStorage.getItem(AHEAD) ?? ahead));
    if (navigator.onLine) sessionStorage.setItem(AHEAD, this.#offset);
  }

  #tick() {
    for (const timer of room.querySelectorAll("[data-ends]")) {
      const left = Number(timer.dataset.ends) - (Date.now() + this.#offset) / 1000;
      const said = clock(left);
      if (timer.textContent === said) continue;
      timer.textContent = said;
      const share = Math.min(100, Math.max(0, (100 * left) / Number(timer.dataset.whole)));
      timer.closest(".clock").querySelector(".rest").setAttribute("stroke-dasharray", `${share.toFixed(1)} 100`);
      timer.closest(".clock").classList.toggle("soon", left < 10);
    }
  }

  /** Puts the step in place of the one that is shown; focus stays where it can be found again. */
  #show(html, kept) {
    const held = document.activeElement?.closest("#room") && document.activeElement;
    const mark = held && [held.id, held.name, held.value, held.getAttribute("aria-label"), held.dataset.at];
    const before = now()?.dataset.id;
    room.innerHTML = html;
    const moved = now().dataset.id !== before;
    this.#clockOf(now().dataset.now, kept);
    this.#drawn(moved);
    if (moved) {
      scrollTo(0, 0);
      say(`Now: ${room.querySelector("h1").textContent}`);
      document.title = document.title.replace(/^.*? · /, `${now().dataset.title || "The room"} · `);
    }
    if (!mark) return;
    const found = [...room.querySelectorAll("button, a, input, select, textarea, summary")].find(
      (one) =>
        (mark[0] && one.id === mark[0]) ||
        (one.tagName === held.tagName && one.name === mark[1] && one.getAttribute("aria-label") === mark[3] && one.dataset.at === mark[4] && (mark[3] || mark[4] || one.value === mark[2])),
    );
    (found && !found.disabled && !moved ? found : room.querySelector("h1")).focus({ preventScroll: true });
  }

  /** What a step needs that has just come on the page. */
  #drawn(fresh) {
    putBack(this.#drafts, room, fresh);
    this.#tick();
    reach(room);
    this.#list();
    this.#led();
  }

  /** Asks how things stand. `old`: what the service worker has kept will do, where there is no network. */
  async #ask(old = false) {
    if (this.#asking) return void (this.#anew = true); // what is on its way may be older than what was just given
    [this.#asking, this.#anew] = [true, false];
    const wanted = location.search;
    const here = now().dataset.step === this.#latest?.step ? placeNow(room) : ""; // within a step nobody is moved but by themselves
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), PATIENCE);
    try {
      const address = room.dataset.part + (wanted || (here && `?at=${encodeURIComponent(here)}`));
      const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: giveUp.signal });
      if (answer.status === 403) return void setTimeout(() => this.#leave(room.dataset.page), AGAIN); // the stream knows why
      const html = answer.ok ? await answer.text() : "";
      const kept = answer.headers.get("X-Kept"); // may be of another touchpoint than the one that was moved to
      if (html && wanted === location.search && !this.#inUse() && (old || !kept)) this.#show(html, kept);
    } catch {
      // offline: the stream comes back by itself, and with it this
    } finally {
      clearTimeout(timer);
      this.#asking = false;
    }
    if (wanted === location.search && !this.#anew) this.#follow();
    else this.#ask();
  }

  /** Brings the page to the newest marks, or says that there is something new while somebody writes. */
  #follow() {
    const there = now()?.dataset;
    if (!this.#latest || !there) return;
    for (const field of document.querySelectorAll("[data-count]")) field.textContent = this.#latest[field.dataset.count];
    const sending = this.#sender.running; // until it has been, one's own note may be taken for another's
    if (!sending && !this.#down) this.#others.catchUp(room, this.#latest.notes);
    const moved = there.step !== this.#latest.step;
    const changed = there.rest !== this.#latest.rest || (!sending && there.notes !== this.#latest.notes);
    const typing = moved ? this.#busy() : this.#inUse();
    this.#goneOn(moved && typing);
    if (!(moved || changed) || typing || this.#asking || this.#down) return;
    if (this.#later && !moved) return; // what comes meanwhile does not put it off
    clearTimeout(this.#later);
    const wait = moved ? 0 : Math.random() * 1000 * (this.#latest.crowd ?? CROWD);
    this.#later = setTimeout(() => ((this.#later = 0), this.#ask()), wait);
  }

  #goneOn(show) {
    const line = document.getElementById("gone-on");
    line.hidden = !show;
    if (!show) delete line.dataset.to;
    if (!show || line.dataset.to === this.#latest.step) return;
    line.dataset.to = this.#latest.step;
    const link = document.createElement("a");
    link.href = room.dataset.page;
    link.textContent = "go there";
    line.replaceChildren("The facilitator has gone on to “", this.#latest.title, "”. What you write stays here: ", link);
  }

  #listen() {
    const stream = new EventSource(room.dataset.events);
    stream.addEventListener("room", (event) => {
      this.#latest = JSON.parse(event.data);
      this.#others.hear(this.#latest);
      this.#net(true);
      this.#follow();
      this.#sender.flush();
    });
    stream.addEventListener("out", (event) => {
      stream.close();
      this.#forgetPages();
      this.#leave(`${room.dataset.over}${JSON.parse(event.data).closed ? "?closed=1" : ""}`);
    });
    stream.addEventListener("error", () => {
      this.#net(false);
      if (stream.readyState !== EventSource.CLOSED) return;
      setTimeout(() => this.#listen(), AGAIN);
      this.#ask(); // whoever was let out while there was no connection is told so by the page
    });
  }

  #net(there = navigator.onLine) {
    const line = document.getElementById("net");
    line.classList.toggle("off", !there);
    if (!there) line.textContent = line.dataset.off;
    else if (!line.firstElementChild) {
      const count = document.createElement("span");
      count.dataset.count = "people";
      count.textContent = this.#latest?.people ?? "";
      line.replaceChildren(count, " here");
    }
  }

  // -- moving along the line

  #press(event) {
    const to = event.target.closest("#room a[data-at], #earlier");
    if (!to || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (to.id === "earlier") {
      event.preventDefault();
      history.replaceState(null, "", to.href.replace(/#.*/, ""));
      this.#ask();
    } else if (this.#go(to.dataset.at, true)) event.preventDefault();
  }

  /** Takes a touchpoint in hand, on the phone at once, then as the server knows it. */
  #go(id, remember) {
    this.#choices.give();
    if (!moveTo(room, id)) {
      if (!remember) this.#ask();
      return false;
    }
    if (remember) history.pushState(null, "", `${room.dataset.page}?at=${encodeURIComponent(id)}`);
    for (const form of room.querySelectorAll("form[data-send]")) renew(form);
    putBack(this.#drafts, room, true);
    this.#led();
    say(`Now at ${room.querySelector(".line [aria-current] .vh").textContent}`);
    this.#ask();
    return true;
  }

  /** Goes along with the facilitator, unless somebody types or would rather stay. */
  #led() {
    const [line, spot] = [room.querySelector("#follow"), now().dataset.spot ?? ""];
    const fresh = spot !== this.#spot;
    this.#spot = spot;
    if (!line || !spot) return;
    const stays = sessionStorage.getItem(STAY) === "yes";
    if (fresh && !stays && !this.#busy() && placeNow(room) !== spot && this.#go(spot, true)) return;
    const words = line.querySelector("span");
    const [here, button] = [placeNow(room) === spot, document.createElement("button")];
    button.className = "wide-link";
    button.type = "button";
    button.textContent = stays ? "Follow again" : "Stay here";
    button.addEventListener("click", () => {
      sessionStorage.setItem(STAY, stays ? "no" : "yes");
      this.#spot = stays ? "" : spot; // follow again: go there now
      this.#led();
      room.querySelector("#follow button")?.focus();
    });
    line.hidden = false;
    if (here) words.replaceChildren(stays ? "You are where the facilitator is. " : "You follow the facilitator. ", button);
    else {
      const [link, target] = [document.createElement("a"), [...room.querySelectorAll(".line a")].find((one) => one.dataset.at === spot)];
      link.href = target?.href ?? room.dataset.page;
      link.dataset.at = spot;
      link.textContent = target?.querySelector(".vh").textContent.trim() ?? "another touchpoint";
      words.replaceChildren("The facilitator is at ", link, ". ", button);
    }
  }

  // -- giving

  #give(event) {
    const form = event.target;
    if (!form.dataset.send || !room.contains(form)) return;
    const kind = form.dataset.send;
    if (kind === "done") this.#choices.give();
    const one = packed(form, event.submitter, room.querySelector("#tp-name")?.textContent ?? "");
    if (!this.#box.add(one)) return; // nothing can be kept here: the form goes its own way
    if (kind === "rating" || kind === "vote") this.#box.dropOlder(one);
    event.preventDefault();
    dropDraft(this.#drafts, room, form);
    if (kind === "vote" && event.submitter?.name === "dots") {
      giveDots(form, Number(event.submitter.value));
      this.#moved.add(one.id);
    }
    else if (kind === "rating") this.#rated(form);
    else if (kind === "done") form.querySelector("button").classList.toggle("is", form.elements.done.value === "yes");
    for (const field of fieldsOf(form)) field.was = field.type === "radio" ? field.checked : field.value;
    if (kind === "note") clear(form);
    renew(form);
    const here = new URL(location.href);
    for (const key of ["edit", "why"]) here.searchParams.delete(key); // the note is changed; what comes next is a new one
    history.replaceState(null, "", here);
    sayLeft(room);
    this.#sender.flush();
    this.#list();
  }

  /** The line and the button know the rating that was just given. */
  #rated(form) {
    const given = new URLSearchParams(fieldsOf(form).filter((field) => field.checked).map((field) => [field.name, field.value]));
    const here = room.querySelector(".line [aria-current]");
    here.dataset.rated = given.toString();
    here.classList.add("own");
  }

  #sent(sent, refused) {
    this.#list();
    if (refused.length) say("Something was not taken. It is kept below your notes.");
    else if (sent.length) say("Saved.");
    else if (this.#box.waiting().length) say("Kept on this phone; it is sent later.");
    for (const { record } of sent) this.#others.gave(record);
    const dots = sent.every((one) => this.#moved.delete(one.id)); // these stand on the page already
    if ((refused.length || !dots) && !this.#inUse()) this.#ask();
    else this.#follow();
  }

  /** Says what waits, and what was refused. */
  #list() {
    const outbox = room.querySelector("#outbox");
    const shown = this.#box.all().filter((one) => one.words || !this.#sender.running || !navigator.onLine);
    if (!outbox) return;
    outbox.hidden = !shown.length;
    const items = document.createElement("ul");
    const gone = () => {
      this.#list();
      room.querySelector("h1").focus({ preventScroll: true });
    };
    const drop = (id) => (this.#box.drop(id), gone());
    const again = (id) => (this.#box.again(id), this.#sender.flush(), gone());
    items.append(...shown.map((one) => card(one, { drop, again, icon })));
    outbox.replaceChildren(items);
  }

  // -- without a network

  /** Lets the page and its files be kept, where the browser can: on https and on this machine itself. */
  async #keepOffline() {
    if (!navigator.serviceWorker) return;
    try {
      await navigator.serviceWorker.register(room.dataset.worker, { scope: room.dataset.page });
      const { active } = await navigator.serviceWorker.ready;
      navigator.serviceWorker.addEventListener("message", ({ data }) => data.kept && (document.documentElement.dataset.kept = "yes"));
      navigator.serviceWorker.startMessages();
      const loaded = performance.getEntriesByType("resource").map((one) => one.name);
      active.postMessage({ files: [...new Set(loaded.filter((url) => new URL(url).pathname.startsWith("/static/")))] });
    } catch {
      // the open tab goes on working without it
    }
  }

  /** No part in the room any more: the first who says so says where to. */
  #leave(address) {
    if (this.#left) return;
    this.#left = true;
    location.replace(address);
  }

  #forgetPages() {
    navigator.serviceWorker?.controller?.postMessage({ forget: true });
  }
}

/** A form's number is new: what comes next is another note. */
function renew(form) {
  const { nonce } = form.elements;
  if (nonce && form.dataset.send === "note" && !("editing" in form.dataset)) nonce.value = fresh("n");
}

/** The note is on its way: the field is empty, and what it changed or asked about is not asked again. */
function clear(form) {
  delete form.dataset.editing;
  form.elements.why?.remove();
  form.querySelector(".asked-why")?.remove();
  for (const field of fieldsOf(form)) {
    delete field.was;
    if (field.type === "radio") field.checked = field.defaultChecked = field.value === "";
    else field.value = field.defaultValue = "";
  }
}

const gave = document.getElementById("gave");
if (gave) thanks(gave);
for (const form of document.querySelectorAll("[data-forgets]")) {
  form.addEventListener("submit", () => {
    forgetEverything(localStorage);
    navigator.serviceWorker?.getRegistration("/room").then((found) => found?.active?.postMessage({ forget: true }));
  });
}
if (room && now()) new Phone().start();
