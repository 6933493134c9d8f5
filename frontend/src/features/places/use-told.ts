import { useCallback } from "react";
import { sayFailed } from "@/components/ui/say-failed";

interface Told<T> {
  readonly onSuccess?: (answer: T) => void;
  /** What to do instead of saying that it failed. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Runs a mutation and says what came of it, also when the component is gone by then: a row leaves
 * its list at once, and the callbacks of `mutate` would leave with it.
 */
export function useTold<T, V>({
  mutateAsync,
}: {
  readonly mutateAsync: (variables: V) => Promise<T>;
}): (variables: V, told?: Told<T>) => void {
  return useCallback(
    (variables, { onSuccess, onError = sayFailed } = {}) =>
      void mutateAsync(variables).then(onSuccess, onError),
    [mutateAsync],
  );
}
