import { expect, test } from "vitest";
import { Problem } from "@/lib/problem";
import de from "@/messages/de/core";
import { inWords } from "./problem-words";

const document = {
  type: "/problems/input.invalid",
  code: "input.invalid",
  title: "The request is not valid",
  status: 422,
  detail: "One thing is wrong.",
  instance: "4bf92f3577b34da6",
  errors: [{ pointer: "/title", code: "title_blank", message: "A task needs a title." }],
};

test("English says what the server says, and nothing else of the problem changes", () => {
  const told = inWords(new Problem(document, 3));
  expect(told.field("/title")).toBe("A task needs a title.");
  expect(told.detail).toBe("One thing is wrong.");
  expect([told.code, told.status, told.requestId, told.retryAfter]).toEqual([
    "input.invalid",
    422,
    "4bf92f3577b34da6",
    3,
  ]);
});

test("German has words for the codes of this problem", () => {
  expect(de.problem(document.code, document.title)).toMatch(/Eingabe/);
  expect(de.mistake("title_blank", "A task needs a title.")).toMatch(/Aufgabe/);
  expect([de.problem("unheard.of", "As said"), de.mistake("unheard_of", "So")]).toEqual([
    "As said",
    "So",
  ]);
});
