import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { problems } from "@/messages/problems.de";

/** Codes that a page never shows: what no browser sends. */
const UNSEEN = [
  "metrics.refused",
  "request.head_too_large",
  "request.not_http",
  "request.not_json",
  "route.method_not_allowed",
  "route.not_found",
];

test("German has words for every problem that a page may show, and for no other", () => {
  const { components } = JSON.parse(readFileSync("../docs/openapi.json", "utf8"));
  const codes = Object.values<{ value: { code?: string; type?: string } }>(components.examples)
    .filter(({ value }) => value.type?.startsWith("/problems/"))
    .map(({ value }) => value.code);
  expect(codes.length).toBeGreaterThan(50);
  expect([...Object.keys(problems), ...UNSEEN].sort()).toEqual(codes.sort());
});
