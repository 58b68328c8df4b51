// Follow me: while it is on, the spotlight is where this person is on the map; phones may decline.

import { effect, signal } from "@preact/signals";

const REST = 350; // ms that the focus stays at a touchpoint before the room is led there

/**
 * @param {import("../context.js").Editor} editor
 * @param {import("./following.js").Following} following
 */
export function makeLeading({ session, ui, page }, following) {
  const name = `touchmap leads ${page.workshop}`;
  const on = signal(kept(name) && following.state.peek().follow);
  let timer = 0;
  let last = null;
  const shine = (touchpoint, follow) => session.api("room/spotlight", { method: "POST", body: { touchpoint, follow } });
  const lead = (touchpoint) => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      try {
        await shine(touchpoint, true);
        last = touchpoint;
      } catch {
        last = null; // where the focus goes next is told again
      }
    }, REST);
  };
  const end = effect(() => {
    const { value: isOn } = on;
    keep(name, isOn);
    const touchpoint = ui.panel.value || ui.selected.value?.touchpoint;
    const isOff = following.off.value;
    if (!isOn || isOff || !touchpoint || touchpoint === last || session.view.get(touchpoint)?.kind !== "touchpoint") return;
    lead(touchpoint);
  });
  return {
    on,
    /** Begins or ends it; begun, the room looks where this person is. */
    async toggle() {
      last = null;
      if (on.peek()) {
        clearTimeout(timer);
        on.value = false;
        return Boolean(await following.send("spotlight", { touchpoint: null, follow: false }));
      }
      on.value = true;
      return true;
    },
    end() {
      clearTimeout(timer);
      end();
    },
  };
}

function kept(name) {
  try {
    return sessionStorage.getItem(name) === "yes";
  } catch {
    return false; // then it lasts as long as the page
  }
}

function keep(name, isOn) {
  try {
    if (isOn) sessionStorage.setItem(name, "yes");
    else sessionStorage.removeItem(name);
  } catch {
    // private windows: the choice lasts as long as the page
  }
}
