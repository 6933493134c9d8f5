import { useEffect, useRef, useState } from "react";
import { sayFailed } from "./say-failed";

/**
 * For a dialog that waits for the server: it closes when that is done, and shows what was refused.
 * Who closed it meanwhile is told in a note: the callbacks of `mutate` would go with the dialog.
 */
export function useAsking(onDone: () => void) {
  const [error, setError] = useState<unknown>(null);
  const isOpen = useRef(false);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  const forget = (): void => setError(null);
  const ask = (deed: Promise<unknown>): void => {
    forget();
    void deed.then(
      () => isOpen.current && onDone(),
      (failure: unknown) => (isOpen.current ? setError(failure) : sayFailed(failure)),
    );
  };
  return { ask, error, forget };
}
