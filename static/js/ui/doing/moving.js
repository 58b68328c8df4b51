// Commands that move about the map and choose touchpoints together.

import { moved } from "../moving.js";
import { select } from "../state.js";

/** @param {import("../context.js").Editor} editor @param {import("./hand.js").Hand} hand */
export function movingCommands({ ui, shape }, hand) {
  const here = () => ui.selected.value;
  const stations = () => shape.value.stations.map(({ id }) => id);
  let anchor = ""; // where the choosing began

  const go = (key) => () => {
    const next = moved({ key }, here(), shape.peek());
    if (!next) return;
    ui.refocus = true;
    select(ui, next);
  };
  /** Everything between where the choosing began and here. */
  function chooseTo(touchpoint) {
    const all = stations();
    if (!ui.chosen.value.includes(anchor)) anchor = hand.touchpoint() || touchpoint;
    const [low, high] = [all.indexOf(anchor), all.indexOf(touchpoint)].toSorted((one, other) => one - other);
    ui.chosen.value = all.slice(low, high + 1);
    focusOn(touchpoint);
  }
  /** One more, or one less. */
  function toggle(touchpoint) {
    const one = hand.touchpoint();
    const { value } = ui.chosen;
    const now = value.length || !one || one === touchpoint ? value : [one];
    ui.chosen.value = now.includes(touchpoint) ? now.filter((id) => id !== touchpoint) : [...now, touchpoint];
    anchor = touchpoint;
    focusOn(touchpoint);
  }
  function focusOn(touchpoint) {
    hand.goTo({ lane: here()?.lane ?? "head", touchpoint }, { keep: true });
  }
  const extend = (by) => () => {
    const all = stations();
    const next = all[all.indexOf(hand.touchpoint()) + by];
    if (next) chooseTo(next);
  };
  const has = () => Boolean(hand.touchpoint());
  const common = { group: "Move", scope: "map" };
  return [
    { ...common, id: "right", title: "Next touchpoint", icon: "arrow-right", keys: ["]"], run: go("ArrowRight") },
    { ...common, id: "left", title: "Previous touchpoint", icon: "arrow-left", keys: ["["], run: go("ArrowLeft") },
    { ...common, id: "extend-right", title: "Choose the next one too", icon: "list-checks", keys: ["Shift+ArrowRight"], also: "select several", when: has, run: extend(1) },
    { ...common, id: "extend-left", title: "Choose the previous one too", icon: "list-checks", keys: ["Shift+ArrowLeft"], also: "select several", when: has, run: extend(-1) },
    { ...common, id: "choose-all", title: "Choose all touchpoints", icon: "list-checks", keys: ["Ctrl+A"], also: "select several", when: () => stations().length > 1, run: () => (ui.chosen.value = stations()) },
    { ...common, id: "choose", title: "Choose this one too, or no longer", icon: "list-checks", keys: ["Ctrl+Space"], also: "select several", when: has, run: (about) => (about?.to ? chooseTo(about.to) : toggle(about?.one ?? hand.touchpoint())) },
    { ...common, scope: "page", id: "choose-none", title: "End the choosing", icon: "x", keys: ["Escape"], when: () => ui.chosen.value.length > 0, run: () => (ui.chosen.value = []) },
  ];
}
