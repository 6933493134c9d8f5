import type { ParseOut } from "@/api/schema.gen";
import { wordsOf } from "@/components/ui/error-note";
import { NoParent, NoTitle, TooLong } from "./adding";
import type { Line } from "./lines";
import { m } from "./messages";
import { inNote } from "./note";
import type { Place } from "./places";

/** What the server could not understand in a line, where, and in words. */
export interface Wrong extends Place {
  readonly code: string;
  readonly message: string;
}

/** The problems of a line. That there is no title is told as what is to be done. */
export function wrongOf(line: Line, reading: ParseOut): Wrong[] {
  return inNote(line, reading.problems).map(({ start, end, code, message }) => ({
    start,
    end,
    code,
    message: code === "empty" ? m.noTitle : message,
  }));
}

/** Why a line was not added, in words. */
export function sayWhyNot(error: unknown): string {
  if (error instanceof NoTitle) return m.noTitle;
  if (error instanceof TooLong) return m.tooLong;
  if (error instanceof NoParent) return m.noParent;
  return wordsOf(error);
}
