import { queryOptions } from "@tanstack/react-query";
import { problemOf, Unreachable } from "@/lib/problem";
import type { StatusOut } from "../schema.gen";

/** How this installation is. Needs nobody signed in; “down” comes with status 503. */
async function getStatus(signal: AbortSignal): Promise<StatusOut> {
  const response = await fetch("/api/status", { signal }).catch((error: unknown) => {
    throw signal.aborted ? error : new Unreachable(error);
  });
  if (response.ok) return response.json();
  const copy = response.clone();
  const body: unknown = await response.json().catch(() => null);
  if (isStatus(body)) return body;
  throw await problemOf(copy);
}

const isStatus = (body: unknown): body is StatusOut =>
  typeof body === "object" && body !== null && "components" in body && "reminders" in body;

const EVERY_MS = 60_000;

/** How this installation is, asked anew each minute. */
export function statusOptions() {
  return queryOptions({
    queryKey: ["status"],
    queryFn: ({ signal }) => getStatus(signal),
    refetchInterval: EVERY_MS,
    staleTime: 0,
    retry: false,
  });
}
