import { type UseMutationOptions, useMutation } from "@tanstack/react-query";
import { Problem } from "./problem";
import { createStore } from "./store";

/** Somebody did not want to show again who they are: what they asked for was not done. */
export class ProofRefused extends Error {
  constructor() {
    super("Nobody showed who they are");
    this.name = "ProofRefused";
  }
}

interface Question {
  readonly give: () => void;
  readonly refuse: () => void;
  readonly answer: Promise<void>;
}

/** Who is to show again who they are; a dialog answers it. Null: nobody. */
export const proofAsked = createStore<Question | null>(null);

const isAsked = (error: unknown): boolean =>
  error instanceof Problem && error.code === "auth.not_confirmed";

/** Waits until the dialog has an answer; several that ask at once wait for the same one. */
function askProof(): Promise<void> {
  const open = proofAsked.get();
  if (open !== null) return open.answer;
  const { promise, resolve, reject } = withResolvers();
  proofAsked.set({
    answer: promise,
    give: () => {
      proofAsked.set(null);
      resolve();
    },
    refuse: () => {
      proofAsked.set(null);
      reject(new ProofRefused());
    },
  });
  return promise;
}

/** `Promise.withResolvers`, which browsers of 2023 do not have. */
function withResolvers() {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((onGood, onBad) => {
    resolve = onGood;
    reject = onBad;
  });
  return { promise, resolve, reject };
}

/**
 * Does it; where the server wants to know first who asks, that is asked and it is done once more.
 *
 * Throws what `action` throws, and ProofRefused.
 */
export function confirmed<V, T>(action: (input: V) => Promise<T>): (input: V) => Promise<T> {
  return async (input) => {
    try {
      return await action(input);
    } catch (error) {
      if (!isAsked(error)) throw error;
      await askProof();
      return await action(input);
    }
  };
}

type Options<V, T> = Omit<UseMutationOptions<T, Error, V>, "mutationFn">;

/** A mutation that asks for a fresh proof of who somebody is when the server wants one. */
export function useConfirmed<V, T>(action: (input: V) => Promise<T>, options: Options<V, T> = {}) {
  return useMutation<T, Error, V>({ ...options, mutationFn: confirmed(action) });
}
