/**
 * Where to go on after signing in, if the address says so: a path of this app, never another site.
 *
 * `nextPath("//evil.example") === undefined`
 */
export function nextPath(next: unknown): string | undefined {
  if (typeof next !== "string" || !next.startsWith("/")) return undefined;
  const url = new URL(next, location.origin);
  return url.origin === location.origin ? `${url.pathname}${url.search}${url.hash}` : undefined;
}
