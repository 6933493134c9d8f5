import { isForLater, Problem } from "@/lib/problem";
import { randomId } from "@/lib/secure";

/** Keys of what was asked for and not answered, by what it was. */
export type Keys = Map<string, string[]>;

/** Asks with the key of the last try, if that was not answered; what is asked twice has two keys. */
export async function once<B, T>(
  keys: Keys,
  body: B,
  ask: (body: B, key: string) => Promise<T>,
): Promise<T> {
  const name = JSON.stringify(body);
  const [key = randomId(), ...others] = keys.get(name) ?? [];
  keys.set(name, others);
  try {
    return await ask(body, key);
  } catch (error) {
    if (isForLater(error) || (error instanceof Problem && error.status === 409)) {
      keys.set(name, [key, ...(keys.get(name) ?? [])]);
    }
    throw error;
  }
}
