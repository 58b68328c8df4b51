// What a note answers goes to the record's own fields; the cases are the server's too.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { answered } from "./answers.js";

const { cases } = JSON.parse(readFileSync(new URL("../../../../tests/cases/room/answers.json", import.meta.url), "utf8"));

for (const { name, step, kind, text, then } of cases) test(name, () => assert.deepEqual(answered(step, kind, text), then));
