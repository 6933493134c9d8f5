/**
 * For `onSettled`: what is shown is read anew. Success is told once the newest is there; a failure
 * at once, because without a server reading would only fail as well, after several tries.
 */
export const rereading =
  <Rest extends unknown[]>(read: (...rest: Rest) => Promise<unknown>) =>
  (_result: unknown, error: unknown, ...rest: Rest): Promise<unknown> | undefined => {
    const reading = read(...rest); // as refetches do, it never fails: each query shows its failure
    return error === null ? reading : undefined;
  };
