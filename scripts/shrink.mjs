// Makes the bundles in a folder smaller on their way to a browser: `node scripts/shrink.mjs FOLDER`, called by scripts/bundle.py.
//
// Names inside the bundles are given anew, so that the same few stand in the same places: esbuild gives a variable one name
// wherever it is met, which a packer finds less in. Then each file that is worth it is packed with brotli beside itself, as
// small as it gets, which would take too long when a browser asks.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const [, , folder] = process.argv;
// It is a program for the machine, which not every machine has: there the bundles keep esbuild's names.
const { minifySync } = await import("oxc-minify").catch(() => ({ minifySync: (_, code) => ({ code, errors: [] }) }));
const WORTH = 1000; // bytes; below, a packed file saves nothing

for (const name of readdirSync(folder).filter((one) => one.endsWith(".js")).sort()) {
  const path = join(folder, name);
  const { code, errors } = minifySync(name, readFileSync(path, "utf8"), {
    module: true,
    compress: false, // esbuild has done that, for the browsers that it was told
    mangle: { toplevel: true },
    codegen: { removeWhitespace: true },
  });
  if (errors.length) throw new Error(`${name}: ${errors[0].message}`);
  writeFileSync(path, code);
  if (code.length < WORTH) continue;
  const params = {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
  };
  writeFileSync(`${path}.br`, brotliCompressSync(code, { params }));
}
