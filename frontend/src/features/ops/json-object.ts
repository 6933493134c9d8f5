/** What was typed as a value: an object, or what is wrong with the text. */
export type Typed =
  | { readonly value: Record<string, unknown> }
  | { readonly wrong: "syntax"; readonly line: number | null; readonly said: string }
  | { readonly wrong: "no_object" | "inexact" };

/** Reads a value that is sent in the place of another one. */
export function readJsonObject(text: string): Typed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { wrong: "syntax", line: lineOf(said, text), said };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { wrong: "no_object" };
  }
  return hasInexact(value) ? { wrong: "inexact" } : { value: value as Record<string, unknown> };
}

/** The line that browsers name, by its number or by a place in the text. */
function lineOf(said: string, text: string): number | null {
  const line = /line (\d+)/.exec(said)?.[1];
  if (line !== undefined) return Number(line);
  const place = /position (\d+)/.exec(said)?.[1];
  return place === undefined ? null : text.slice(0, Number(place)).split("\n").length;
}

/** Whole numbers that this browser has rounded already: another value would be sent. */
function hasInexact(value: unknown): boolean {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value);
  return typeof value === "object" && value !== null && Object.values(value).some(hasInexact);
}

/** A text as people read JSON, if it is some that is shown as it is. */
export function prettyJson(text: string): string {
  const read = readJsonObject(text);
  return "value" in read ? JSON.stringify(read.value, null, 2) : text;
}
