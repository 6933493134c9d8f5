import { MutationCache, QueryClient } from "@tanstack/react-query";
import { isPassing, Problem } from "@/lib/problem";
import { toast } from "@/lib/toasts";
import { m } from "@/messages/core";
import { taskKeys } from "./tasks/keys";

const MOST_RETRIES = 3;
/** Who has to wait longer is told so instead. */
const LONGEST_WAIT_S = 60;

/** The cache of what the server said. Live events keep it fresh, so that time alone does not. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    mutationCache: new MutationCache({
      // What is shown was not the newest: what is tried next is.
      onError: (error) => {
        if (isOutdated(error)) void client.invalidateQueries({ queryKey: taskKeys.all });
      },
    }),
    defaultOptions: {
      // Browsers guess whether there is a network: asking finds out, and says so when there is none.
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        staleTime: 60_000,
        retry: (failures, error) => failures < MOST_RETRIES && mayHelp(error),
        retryDelay: (failures, error) => waitOf(error) ?? Math.min(1000 * 2 ** failures, 15_000),
      },
    },
  });
  return client;
}

const mayHelp = (error: unknown): boolean =>
  isPassing(error) ||
  (error instanceof Problem && error.status === 429 && (error.retryAfter ?? 1) <= LONGEST_WAIT_S);

const isOutdated = (error: unknown): boolean =>
  error instanceof Problem && [404, 409, 410, 412].includes(error.status);

let toldUntil = 0;

/** Milliseconds that the server asks to wait, and whoever waits for an answer is told. */
function waitOf(error: unknown): number | undefined {
  const seconds = error instanceof Problem ? error.retryAfter : null;
  if (seconds === null) return undefined;
  const now = Date.now();
  if (now >= toldUntil) {
    toldUntil = now + seconds * 1000; // many requests wait, one is told
    toast({ text: m.waiting(Math.ceil(seconds)) });
  }
  return seconds * 1000;
}
