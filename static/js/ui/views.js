// From the map to the graph and back without loading a page: the links in the bar, the browser's back and forward, a key.

import { batch, effect } from "@preact/signals";

const VIEWS = { map: "Map", graph: "Graph" };

/** Adds the commands, and takes over the two links. @param {import("./context.js").Editor} editor */
export function addViews(editor) {
  const { ui, commands, page, shape } = editor;
  const nav = document.querySelector('nav[aria-label="Workshop"]');
  const links = new Map([...(nav?.querySelectorAll("a") ?? [])].map((link) => [viewOf(link.pathname, page.workshop), link]).filter(([view]) => view));
  const go = (view) => {
    ui.over.value = "";
    if (ui.view.value === view) return;
    ui.view.value = view;
    const address = addressOf(links, view, shape.value);
    if (address && address !== location.pathname + location.search) history.pushState(null, "", address);
    focusMain();
  };
  const command = (view, title, icon, also) => ({ id: `view-${view}`, title, group: "Look", icon, keys: ["g"], also, when: () => ui.view.value !== view, run: () => go(view) });
  commands.add(
    command("graph", "Show the graph", "workflow", "drawing analysis ways"),
    command("map", "Show the map", "table-2", "table lanes"),
  );
  commands.add({ id: "findings", title: "Findings: what the rules say", group: "Look", icon: "lightbulb", keys: ["f"], also: "warnings errors check", when: () => ui.view.value !== "scribe", run: (about) => list(editor, about?.touchpoint ?? "") });
  nav?.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const [view] = [...links].find(([, one]) => one === link) ?? [];
    if (!view || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(view);
  });
  addEventListener("popstate", () => {
    const view = viewOf(location.pathname, page.workshop);
    if (view) ui.view.value = view;
  });
  effect(() => {
    const view = ui.view.value === "graph" ? "graph" : "map";
    for (const [name, link] of links) {
      if (name === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    document.title = [VIEWS[view], ...document.title.split(" · ").slice(1)].join(" · ");
  });
}

/** Opens the list of findings, of one touchpoint or of all; the same once more closes it. */
function list({ ui, readings: { listed } }, touchpoint) {
  const isOpen = listed.value === touchpoint && !ui.panel.value;
  batch(() => {
    ui.panel.value = "";
    listed.value = isOpen ? null : touchpoint;
  });
}

/** The view that an address of this workshop shows. */
function viewOf(path, workshop) {
  const [, found] = path.match(/\/workshops\/([^/]+)(?=\/graph$|$)/) ?? [];
  if (!found || decodeURIComponent(found) !== workshop) return "";
  return path.endsWith("/graph") ? "graph" : "map";
}

function addressOf(links, view, { journeys, journey }) {
  const path = links.get(view)?.pathname;
  return path && path + (journeys.length > 1 ? `?journey=${encodeURIComponent(journey)}` : "");
}

/** What had the focus is gone with its view: it goes to the new one, unless it is on the link. */
function focusMain() {
  setTimeout(() => {
    if (!document.activeElement || document.activeElement === document.body) document.getElementById("main").focus({ preventScroll: true });
  });
}
