// Says how much script the first page costs, and fails when it is more than it may be.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 150;
/** What a browser loads until Today is shown to somebody who is signed in. */
const FIRST_PAGE = [
  "index.html",
  "src/app/start.tsx",
  "src/routes/_app.tsx",
  "src/routes/_app/today.tsx",
];
const MESSAGES = ["core", "tasks"].map((area) => `src/messages/en/${area}.ts`);

const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const chunks = Object.entries(manifest);

/** Keys of the chunks that a source is in: lazy parts of a route have a query behind the path. */
const keysOf = (source) =>
  chunks.map(([key]) => key).filter((key) => key === source || key.startsWith(`${source}?`));

const files = new Set();
function load(key) {
  const chunk = manifest[key];
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const each of chunk.imports ?? []) load(each);
}
for (const source of [...FIRST_PAGE, ...MESSAGES]) {
  const keys = keysOf(source);
  if (keys.length === 0)
    throw new Error(`${source} is in no chunk: tools/budget.mjs is out of date`);
  keys.forEach(load);
}

const bytes = [...files].map(
  (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length,
);
const kilobytes = bytes.reduce((sum, each) => sum + each, 0) / 1024;
console.log(
  `First page: ${kilobytes.toFixed(1)} of ${BUDGET_KB} KB of script (gzip, ${files.size} files)`,
);
if (kilobytes > BUDGET_KB) process.exit(1);
