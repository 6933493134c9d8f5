import { expect, test } from "vitest";
import { sentence } from "./messages";

test("a sentence ends with one full stop, also behind a German date", () => {
  expect(sentence("Fällig morgen")).toBe("Fällig morgen.");
  expect(sentence("Fällig 26. Nov.")).toBe("Fällig 26. Nov.");
});
