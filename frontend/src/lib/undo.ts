/** What was done here and can be taken back, the latest last; for Ctrl+Z when its toast is gone. */
const deeds: { readonly id: string; readonly run: () => void }[] = [];

const MOST = 50;

/** It can be taken back by `undoLatest`, until it was. */
export function rememberUndo(id: string, run: () => void): void {
  deeds.push({ id, run });
  if (deeds.length > MOST) deeds.shift();
}

/** It was taken back by other means. */
export function forgetUndo(id: string): void {
  const at = deeds.findIndex((deed) => deed.id === id);
  if (at >= 0) deeds.splice(at, 1);
}

/** Takes the latest deed back; answers whether there was one. */
export function undoLatest(): boolean {
  const deed = deeds.pop();
  deed?.run();
  return deed !== undefined;
}
