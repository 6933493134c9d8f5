// Writes src/api/schema.gen.ts from docs/openapi.json; with --check says whether it is current.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const source = new URL("../../docs/openapi.json", import.meta.url);
const target = new URL("../src/api/schema.gen.ts", import.meta.url);
const HEAD = "// Generated from docs/openapi.json by tools/client.mjs; do not edit.\n";

/** The document without its examples, which are most of it and no types. */
function withoutExamples(node, isOfFields = false) {
  if (Array.isArray(node)) return node.map((each) => withoutExamples(each));
  if (node === null || typeof node !== "object") return node;
  const kept = Object.entries(node).filter(
    ([name, value]) =>
      isOfFields || // a field may have that name, too
      !((name === "examples" || name === "example") && typeof value === "object"),
  );
  return Object.fromEntries(
    kept.map(([name, value]) => [name, withoutExamples(value, name === "properties")]),
  );
}

const PROBLEM = {
  description: "What went wrong",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

/** The document with one answer for all that can go wrong: each is a problem document. */
function withOneProblem(document) {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  for (const operation of operations.filter((each) => each.responses)) {
    const good = Object.entries(operation.responses).filter(([status]) => status.startsWith("2"));
    operation.responses = { ...Object.fromEntries(good), default: PROBLEM };
  }
  return document;
}

const document = withOneProblem(withoutExamples(JSON.parse(readFileSync(source, "utf8"))));
const text =
  HEAD +
  astToString(
    await openapiTS(document, {
      rootTypes: true,
      rootTypesNoSchemaPrefix: true,
      alphabetize: true,
      defaultNonNullable: false,
    }),
  );

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("src/api/schema.gen.ts is not what docs/openapi.json says: make web-client");
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
