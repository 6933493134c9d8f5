import { QueryClient } from "@tanstack/react-query";
import { isPassing, Problem } from "@/lib/problem";

const MOST_RETRIES = 3;

/** The cache of what the server said. Live events keep it fresh, so that time alone does not. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        retry: (failures, error) =>
          failures < MOST_RETRIES && (isPassing(error) || isRateLimit(error)),
        retryDelay: (failures, error) => waitOf(error) ?? Math.min(1000 * 2 ** failures, 15_000),
      },
    },
  });
}

const isRateLimit = (error: unknown): boolean => error instanceof Problem && error.status === 429;

function waitOf(error: unknown): number | undefined {
  const seconds = error instanceof Problem ? error.retryAfter : null;
  return seconds === null ? undefined : seconds * 1000;
}
