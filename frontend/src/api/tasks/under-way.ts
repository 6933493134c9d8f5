/** How many changes of tasks the server has not answered, and what waits for that. */
let count = 0;
let waiting: (() => void) | undefined;

/** Counts the work as long as it is not answered. */
export async function underWay<T>(work: Promise<T>): Promise<T> {
  count += 1;
  try {
    return await work;
  } finally {
    count -= 1;
    if (count === 0) setTimeout(runWaiting);
  }
}

function runWaiting(): void {
  if (count > 0) return;
  const run = waiting;
  waiting = undefined;
  run?.();
}

/** Whether changes are under way; if so, `then` runs after the last one of them is answered. */
export function isUnderWay(then: () => void): boolean {
  waiting = count > 0 ? then : undefined;
  return count > 0;
}
