import { linkOptions, useSearch } from "@tanstack/react-router";

/** Values of a filter, as an address has them. */
export type Texts = Readonly<Record<string, string | undefined>>;

/** A page of the operators' area: `opsLink("dead-letters", { fingerprint })`. */
export const opsLink = (path: string, search: Texts = {}) =>
  linkOptions({ to: "/ops/$", params: { _splat: path }, search: written(search) });

/** A page of the administrators' area. */
export const adminLink = (path: string, search: Texts = {}) =>
  linkOptions({ to: "/admin/$", params: { _splat: path }, search: written(search) });

/** What of a filter is said. */
export const written = (texts: Texts): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).flatMap(([name, text]) => (text ? [[name, text]] : [])));

/** What the address says; a number that somebody typed is a text like others. */
export function useTexts(): Texts {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  return Object.fromEntries(
    Object.entries(search)
      .filter(([, value]) => typeof value === "string" || typeof value === "number")
      .map(([name, value]) => [name, String(value)]),
  );
}
