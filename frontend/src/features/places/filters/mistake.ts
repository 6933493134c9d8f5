import type { FieldProblem } from "@/api/schema.gen";
import { Problem } from "@/lib/problem";

/** A text around what is wrong in it; the server counts characters, not UTF-16 units. */
export interface Place {
  readonly before: string;
  readonly wrong: string;
  readonly after: string;
}

/** Where in the text the mistake is; at its very end `wrong` is empty. */
export function placeOf(text: string, { column, length }: FieldProblem): Place | null {
  if (column === null || column === undefined) return null;
  const characters = Array.from(text);
  const from = Math.min(column - 1, characters.length);
  const to = from + (length ?? 0);
  return {
    before: characters.slice(0, from).join(""),
    wrong: characters.slice(from, to).join(""),
    after: characters.slice(to).join(""),
  };
}

/** The text with what was perhaps meant in place of what is wrong. */
export function mended(text: string, mistake: FieldProblem): string {
  const place = placeOf(text, mistake);
  if (place === null || !mistake.suggestion) return text;
  return place.before + mistake.suggestion + place.after;
}

const QUERY_POINTERS = ["/query", "/query/filter", "/query/filter_id"];

/** What the server says about the text of a filter; undefined if something else went wrong. */
export function mistakeOf(error: unknown): FieldProblem | undefined {
  if (!(error instanceof Problem)) return undefined;
  return error.errors.find(({ pointer }) => QUERY_POINTERS.includes(pointer));
}
