import type { ChoiceOut, HighlightOut, ParseOut, WordProblemOut } from "@/api/schema.gen";

/** The place of a part of a text in code points, as the server counts. */
export function placeIn(text: string, part: string): { start: number; end: number } {
  const start = Array.from(text.slice(0, text.indexOf(part))).length;
  return { start, end: start + Array.from(part).length };
}

/** An answer about a text in which these parts were understood. */
export function readingOf(
  text: string,
  parts: Readonly<Record<string, HighlightOut["name"]>>,
  more: Partial<Omit<ParseOut, "task">> & { readonly task?: Partial<ParseOut["task"]> } = {},
): ParseOut {
  const highlights = Object.entries(parts).map(([part, name]) => ({
    ...placeIn(text, part),
    name,
    text: part,
  }));
  const title = Object.keys(parts)
    .reduce((rest, part) => rest.replace(part, ""), text)
    .replace(/\s+/g, " ")
    .trim();
  const choices: ChoiceOut[] = [];
  const problems: WordProblemOut[] = [];
  return { highlights, choices, problems, title, ...more, task: { title, ...more.task } };
}
