import { useBlocker } from "@tanstack/react-router";
import { m } from "@/messages/leave";
import { Button } from "./button";
import { Dialog } from "./dialog";

interface Place {
  readonly pathname: string;
  readonly search: unknown;
}

const isOtherPage = (next: Place, current: Place): boolean => next.pathname !== current.pathname;

/** Asks before what was typed is lost by leaving the page, or closing the tab. */
export function LeaveGuard({
  isDirty,
  leaves = isOtherPage,
}: {
  readonly isDirty: boolean;
  /** Whether what was typed is lost by going there; if not said, each other path. */
  readonly leaves?: (next: Place, current: Place) => boolean;
}) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && leaves(next, current),
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Dialog onClose={blocker.reset} title={m.title} description={m.text} className="sm:max-w-md">
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={blocker.proceed}>{m.leave}</Button>
        <Button look="primary" autoFocus onClick={blocker.reset}>
          {m.stay}
        </Button>
      </div>
    </Dialog>
  );
}
