// Scribe mode: a page of its own for whoever writes what the room says.

import { onDemand } from "./ondemand.js";

export const Scribe = onDemand("Scribing");
