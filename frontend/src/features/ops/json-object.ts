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
  if (!isExact(text, value)) return { wrong: "inexact" };
  return { value: value as Record<string, unknown> };
}

/** The line that browsers name, by its number or by a place in the text. */
function lineOf(said: string, text: string): number | null {
  const line = /line (\d+)/.exec(said)?.[1];
  if (line !== undefined) return Number(line);
  const place = /position (\d+)/.exec(said)?.[1];
  return place === undefined ? null : text.slice(0, Number(place)).split("\n").length;
}

const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d[\d.eE+-]*/g;

/** Whether what is sent is what was typed: no number was rounded, and no key stood twice. */
function isExact(text: string, value: unknown): boolean {
  let keys = 0;
  for (const [token, colon] of text.matchAll(TOKEN)) {
    if (colon !== undefined) keys += 1;
    if (!token.startsWith('"') && !isKept(token)) return false;
  }
  return keys === keysOf(value);
}

/** Whether a number of JSON is one that JavaScript has: the digits that count are the same. */
function isKept(token: string): boolean {
  const number = Number(token);
  if (!Number.isFinite(number)) return false;
  return digitsOf(token) === digitsOf(String(number)) && Math.abs(number) < 2 ** 53;
}

const digitsOf = (token: string): string =>
  token
    .replace(/e.*$/i, "")
    .replace(/[.-]/g, "")
    .replace(/^0+|0+$/g, "");

function keysOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, each) => sum + keysOf(each), own);
}

/** A text as people read JSON, if it is some that is shown as it is. */
export function prettyJson(text: string): string {
  const read = readJsonObject(text);
  return "value" in read ? JSON.stringify(read.value, null, 2) : text;
}
