/** Numbers by name, as the server counts them. */
export type Counts = Readonly<Record<string, number>>;

/** The numbers of a member of a problem; none if it is something else. */
export function countsOf(value: unknown): Counts {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, number] => typeof pair[1] === "number"),
  );
}

/** “3: redriven”, each with its name in words; a name that is not known says itself. */
export const sayCounts = (counts: Counts, words: Readonly<Record<string, string>>): string[] =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count}: ${words[name] ?? name}`);
