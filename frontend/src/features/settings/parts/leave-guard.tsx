import { useBlocker } from "@tanstack/react-router";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { m } from "../messages";

/** Asks before what was typed is lost by leaving the page, or closing the tab. */
export function LeaveGuard({ isDirty }: { readonly isDirty: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) blocker.reset();
      }}
      title={m.leave.title}
      description={m.leave.text}
      className="sm:max-w-md"
    >
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={blocker.proceed}>{m.leave.leave}</Button>
        <Button look="primary" autoFocus onClick={blocker.reset}>
          {m.leave.stay}
        </Button>
      </div>
    </Dialog>
  );
}
