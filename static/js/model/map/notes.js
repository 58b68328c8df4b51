// The small lines of the map: under the lanes' names and under the stages'; the twin of a part of touchmap/web/mapview.py.

import { labelsOf } from "./labels.js";
import { stationsOf } from "./stations.js";
import { timeTogether } from "./times.js";
import { count, minutes, percent } from "./wording.js";

/** @typedef {import("./labels.js").Reader} Reader */

/**
 * The line under a lane's name by the lane's key; lanes without one are left out.
 * @param {Reader} view
 * @param {string} journey
 * @returns {Record<string, string>}
 */
export function notesOf(view, journey) {
  const stations = stationsOf(view, journey);
  const labels = labelsOf(view);
  const all = (kind) => stations.flatMap((id) => view.children(kind, id)).flatMap((id) => view.get(id)?.fields ?? []);
  const counted = (kind, word = kind) => count(all(kind).length, labels.one(word), labels.many(word));
  const [statements, standards] = [all("statement"), all("standard")];
  const exist = standards.filter(({ status }) => status === "exists").length;
  const needed = standards.filter(({ status = "needed" }) => status === "needed").length;
  const measured = statements.filter(({ evidence }) => evidence === "measured").length;
  const { lead, wasted } = timeTogether(view, stations);
  return {
    ...(statements.length && { current: `${percent(measured / statements.length)} measured` }),
    standards: `${count(exist, "exists", "exist")}, ${needed} needed`,
    measures: counted("measure"),
    activities: counted("activity"),
    ...(lead && { nva: `${minutes(wasted)} of ${minutes(lead)}` }),
    stories: counted("story"),
    opportunities: `${count(all("opportunity").length, "idea")} · ${count(dotsOf(view, stations), "dot")}`,
  };
}

/** All dots given to the opportunities at these touchpoints. */
export function dotsOf(view, touchpoints) {
  const votes = touchpoints
    .flatMap((id) => view.children("opportunity", id))
    .flatMap((id) => view.children("vote", id));
  return votes.reduce((sum, id) => sum + (view.get(id)?.fields.dots ?? 0), 0);
}

/** The line under a stage's name: how many touchpoints, how long. @param {import("./columns.js").Band} band */
export function aboutBand(view, { columns }) {
  const labels = labelsOf(view);
  const { lead } = timeTogether(view, columns.map(({ id }) => id));
  const said = count(columns.length, labels.one("touchpoint"), labels.many("touchpoint"));
  return lead ? `${said} · ${minutes(lead)}` : said;
}
