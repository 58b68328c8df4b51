// The parts of the editor that are opened rarely, fetched together.

export { Attention } from "./attention.js";
export { Clashes } from "./clashes.js";
export { History } from "./history.js";
export { PeopleList } from "./peoplelist.js";
export { Scribing } from "./scribing.js";
export { Then } from "./then.js";
export { Help } from "./help.js";
export { Panel } from "./panel.js";
export { Pasting } from "./paste.js";
export { Splitting } from "./splitting.js";
export { Ways } from "./ways.js";
