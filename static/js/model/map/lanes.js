// The lanes of the map: what each holds, by which name, in which order, which are on; the twin of touchmap/domain/lanes.py
// and touchmap/web/lanes.py.

import { labelsOf, worded } from "./labels.js";
import { capital } from "./wording.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 *
 * @typedef {object} Field A text of the touchpoint itself.
 * @property {"field"} type
 * @property {string} key
 * @property {boolean} [long]  two who write it at once are merged, and it may have lines
 * @property {string[]} [also]  texts that stand beneath it
 *
 * @typedef {object} Names A list of short texts of the touchpoint itself.
 * @property {"names"} type
 * @property {string} key
 *
 * @typedef {object} Children Records that hang on the touchpoint.
 * @property {"children"} type
 * @property {string} kind
 * @property {string} text  the field that one line goes to
 * @property {Record<string, string>} fixed  the fields that make a record stand in this lane
 *
 * @typedef {object} Links Records of the workshop that name the touchpoint in their list `touchpoints`.
 * @property {"links"} type
 * @property {string} kind
 * @property {string} text
 *
 * @typedef {object} Emotion Ratings, which nobody types for others.
 * @property {"emotion"} type
 *
 * @typedef {object} LaneKind
 * @property {string} key
 * @property {string} name  words in braces are those that a client may have an own word for
 * @property {string} icon
 * @property {boolean} shown  on, where neither the workshop nor the person says otherwise
 * @property {Field | Names | Children | Links | Emotion} holds
 *
 * @typedef {object} Lane
 * @property {string} key
 * @property {string} name  as it stands on the map
 * @property {string} icon
 * @property {boolean} shown
 * @property {string | null} own  the name that the workshop gave it
 * @property {string | null} record  the id of the record that says so
 * @property {LaneKind["holds"]} holds
 */

const children = (kind, text, fixed = {}) => ({ type: "children", kind, text, fixed });
const lane = (key, name, icon, shown, holds) => Object.freeze({ key, name, icon, shown, holds: Object.freeze(holds) });

/** Every lane in its usual order. @type {readonly LaneKind[]} */
export const LANES = Object.freeze([
  lane("action", "{customer} action", "footprints", true, { type: "field", key: "customer_action", long: true }),
  lane("goal", "{customer} goal", "target", false, { type: "field", key: "customer_goal", also: ["customer_feeling"] }),
  lane("channel", "channel", "radio-tower", true, { type: "names", key: "channels" }),
  lane("current", "current state", "eye", true, children("statement", "text", { state: "current" })),
  lane("desired", "desired state", "sparkles", true, children("statement", "text", { state: "desired" })),
  lane("emotion", "emotion", "activity", true, { type: "emotion" }),
  lane("standards", "{standards}", "badge-check", true, children("standard", "attribute")),
  lane("measures", "{measures}", "gauge", true, children("measure", "name")),
  lane("activities", "{activities}", "clock", false, children("activity", "name")),
  lane("nva", "non-value-added", "hourglass", true, children("activity", "name", { class: "non-value-added" })),
  lane("stories", "{stories}", "quote", true, children("story", "text")),
  lane("opportunities", "{opportunities}", "lightbulb", true, children("opportunity", "title")),
  lane("owner", "owner", "id-card", false, { type: "field", key: "owner" }),
  lane("backstage", "backstage", "wrench", false, { type: "field", key: "backstage", long: true, also: ["support"] }),
  lane("behaviours", "behaviours", "handshake", false, children("behaviour", "text")),
  lane("causes", "{causes}", "split", false, { type: "links", kind: "cause", text: "text" }),
  lane("vocabulary", "vocabulary", "book-open", false, { type: "links", kind: "term", text: "term" }),
]);
const BY_KEY = new Map(LANES.map((one) => [one.key, one]));

/** The lane of a key; undefined for any other text. @returns {LaneKind | undefined} */
export function laneKind(key) {
  return BY_KEY.get(key);
}

/**
 * Every lane once, in the workshop's order. Lanes with a record share out their usual places among themselves in the
 * records' order, and the others keep theirs: naming one lane moves nothing.
 * @param {Reader} view
 * @returns {Lane[]}
 */
export function lanesOf(view) {
  const own = recordsOf(view);
  const labels = labelsOf(view);
  const next = own.keys();
  return LANES.map(({ key }) => BY_KEY.get(own.has(key) ? next.next().value : key)).map((kind) => {
    const record = own.get(kind.key) ?? null;
    const said = record ? view.get(record).fields : {};
    const name = said.name?.trim() || null;
    return { ...kind, name: name ?? capital(worded(kind.name, labels)), shown: said.shown ?? kind.shown, own: name, record };
  });
}

/** The record of each lane that has one, in the records' order: the first of a lane counts. @returns {Map<string, string>} */
function recordsOf(view) {
  const own = new Map();
  for (const id of view.children("lane")) {
    const key = view.get(id)?.fields.lane;
    if (BY_KEY.has(key) && !own.has(key)) own.set(key, id);
  }
  return own;
}

// -- channels

/** A word in a channel's name, and its icon; the first that fits counts. */
const CHANNEL_ICONS = Object.entries({
  app: "smartphone",
  sms: "message-square",
  text: "message-square",
  chat: "message-square",
  mail: "mail",
  letter: "mail",
  web: "globe",
  site: "globe",
  online: "globe",
  portal: "laptop",
  phone: "phone",
  call: "headset",
  hotline: "headset",
  announce: "bell",
  "public address": "bell",
  loudspeaker: "bell",
  sign: "signpost",
  wayfinding: "signpost",
  display: "monitor",
  screen: "monitor",
  kiosk: "monitor-smartphone",
  gate: "scan",
  voucher: "ticket",
  ticket: "ticket",
  paper: "printer",
  print: "printer",
  form: "file-text",
  bus: "bus",
  shuttle: "bus",
  taxi: "bus",
  air: "plane",
  cabin: "plane",
  board: "plane",
  hotel: "building",
  branch: "building",
  office: "building",
  store: "store",
  shop: "store",
  home: "house",
  visit: "house",
  truck: "truck",
  deliver: "package",
  parcel: "package",
  video: "video",
  news: "newspaper",
  ward: "hospital",
  clinic: "hospital",
  hospital: "hospital",
});

/** The icon of a channel by a word in its name; a person for all others, desks and agents among them. */
export function channelIcon(channel) {
  const name = channel.toLowerCase();
  return CHANNEL_ICONS.find(([word]) => name.includes(word))?.[1] ?? "user";
}
