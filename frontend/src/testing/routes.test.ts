import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LEADS_ON, PAGES } from "../../e2e/routes";

const generated = readFileSync(join(process.cwd(), "src/routes.gen.ts"), "utf8");
const list = /fullPaths:([^}]*?)fileRoutesByTo/.exec(generated)?.[1] ?? "";
const routes = [...list.matchAll(/'([^']+)'|"([^"]+)"/g)].map(
  (found) => found[1] ?? found[2] ?? "",
);
const listed = new Set([...PAGES.map((page) => page.route), ...LEADS_ON]);

test("every page is visited by e2e/all-routes.spec.ts, and none that is not there", () => {
  expect(routes).toContain("/today");
  const missing = routes
    .map((each) => each.replace(/(.)\/$/, "$1"))
    .filter((each) => !listed.has(each));
  expect(missing, "add them to e2e/routes.ts").toEqual([]);
  expect(
    [...listed].filter((each) => !routes.includes(each) && !routes.includes(`${each}/`)),
  ).toEqual([]);
});
