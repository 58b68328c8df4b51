// The map and the graph of a workshop, alive: drawn by the server first, taken over here.

import { mount } from "../ui/mount.js";

const root = document.getElementById("editor");
if (root) await mount(root);
