import type { Day } from "./time";

type Reader = (value: unknown) => unknown;
type Read<R extends Record<string, Reader>> = {
  [K in keyof R]?: Exclude<ReturnType<R[K]>, undefined>;
};

/**
 * What an address says, by a reader for each name.
 *
 * Each name is there, if only as undefined: the router keeps the raw value of one that is not
 * (`match.search` is the raw search with the validated one over it), and pages would get it.
 */
export function searchOf<R extends Record<string, Reader>>(readers: R) {
  return (search: Record<string, unknown>): Read<R> =>
    Object.fromEntries(
      Object.entries(readers).map(([name, read]) => [name, read(search[name])]),
    ) as Read<R>;
}

/** Text that is not empty; a number alone is text, too. */
export function text(value: unknown): string | undefined {
  return (typeof value === "string" && value) || typeof value === "number"
    ? String(value)
    : undefined;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of something. */
export const id = (value: unknown): string | undefined =>
  typeof value === "string" && ID.test(value) ? value : undefined;

/** A day that there is, in years that a calendar shows. */
export function day(value: unknown): Day | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return undefined;
  const at = Date.parse(value);
  const isThere = !Number.isNaN(at) && new Date(at).toISOString().startsWith(value);
  return isThere && value >= "1971-01-01" && value <= "2199-12-31" ? (value as Day) : undefined;
}

/** One of these, or nothing. */
export const oneOf =
  <T>(values: readonly T[]) =>
  (value: unknown): T | undefined =>
    values.find((each) => each === value);
