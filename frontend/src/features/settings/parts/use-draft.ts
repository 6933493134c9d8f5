import { useState } from "react";

/** What is typed over what is saved; it stays until it is saved or called off. */
export interface Draft<T> {
  readonly value: T;
  readonly isDirty: boolean;
  readonly set: (change: Partial<T>) => void;
  readonly reset: () => void;
}

/** A draft of what is saved; fields that nobody touched follow it. */
export function useDraft<T extends object>(saved: T): Draft<T> {
  const [typed, setTyped] = useState<Partial<T>>({});
  const value = { ...saved, ...typed };
  return {
    value,
    isDirty: JSON.stringify(value) !== JSON.stringify(saved),
    set: (change) => setTyped((before) => ({ ...before, ...change })),
    reset: () => setTyped({}),
  };
}
