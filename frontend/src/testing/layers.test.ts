import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";

const SRC = join(process.cwd(), "src");

/** What each folder may import (docs/conventions.md); features see themselves alone. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  lib: ["lib", "api/schema.gen"],
  api: ["api", "lib", "messages"],
  messages: ["messages", "lib"],
  components: ["components", "api", "lib", "messages"],
  features: ["components", "api", "lib", "messages"],
  app: ["app", "components", "api", "lib", "messages", "routes.gen"],
  routes: ["app", "components", "features", "api", "lib", "messages", "routes"],
};

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) =>
  /^(lib|api|messages|components|features|app|routes)\/.*\.tsx?$/.test(file),
);

function importsOf(file: string): string[] {
  const text = readFileSync(join(SRC, file), "utf8");
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*"(@\/|\.)([^"]*)"/g)];
  return found.map(([, start, rest]) =>
    start === "@/" ? (rest ?? "") : relative(SRC, join(SRC, file, "..", `${start}${rest}`)),
  );
}

function isAllowed(file: string, target: string): boolean {
  const [layer = "", feature] = file.split("/");
  if (layer === "features" && target.startsWith(`features/${feature}/`)) return true;
  if (file.includes(".test.") && target.startsWith("testing/")) return true;
  return (MAY[layer] ?? []).some((each) => target === each || target.startsWith(`${each}/`));
}

test("imports go one way, and no feature knows another", () => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((target) => !isAllowed(file, target))
      .map((target) => `${file} imports ${target}`),
  );
  expect(files.length).toBeGreaterThan(50);
  expect(wrong).toEqual([]);
});

test("only these write to the browser's storage: what they keep is gone at sign-out", () => {
  const writers = files
    .filter((file) => !file.includes(".test."))
    .filter((file) =>
      /\b(localStorage|sessionStorage|indexedDB|idb-keyval)\b/.test(
        readFileSync(join(SRC, file), "utf8"),
      ),
    );
  expect(writers.sort()).toEqual(["lib/kept.ts", "lib/storage.ts"]);
});
