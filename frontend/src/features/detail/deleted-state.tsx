import { Trash2 } from "lucide-react";
import { useRestoreTask } from "@/api/trash/restore-task";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Problem } from "@/lib/problem";
import { toast } from "@/lib/toasts";
import { useSaveState } from "./drafts";
import { m } from "./messages";

/** A task that is not there any more: it comes back out of the trash, if it is there still. */
export function DeletedState({
  taskId,
  title,
  onRestored,
}: {
  readonly taskId: string;
  /** What it was called, if that is known here. */
  readonly title: string | undefined;
  readonly onRestored: () => void;
}) {
  const restore = useRestoreTask();
  const hasDrafts = useSaveState(taskId) !== "clean";
  const isGone = restore.error instanceof Problem && restore.error.status === 404;
  return (
    <div className="flex flex-col items-start gap-3 px-5 py-8">
      <div aria-hidden className="rounded-2xl bg-accent-soft p-3 text-accent">
        <Trash2 size={22} />
      </div>
      <h2 className="text-lg font-semibold">{m.deletedTitle}</h2>
      {title ? (
        <p className="[overflow-wrap:anywhere] text-muted line-through">
          <bdi>{title}</bdi>
        </p>
      ) : null}
      <div role="status" className="flex flex-col gap-2 text-muted">
        <p>{isGone ? m.goneForGood : m.deletedText}</p>
        {hasDrafts ? <p>{m.deletedDrafts}</p> : null}
      </div>
      {isGone ? null : (
        <>
          <ErrorNote error={restore.error} />
          <Button
            look="primary"
            busy={restore.isPending}
            onClick={() =>
              restore.mutate(taskId, {
                onSuccess: () => {
                  toast({ text: m.restored });
                  onRestored();
                },
              })
            }
          >
            {m.restore}
          </Button>
        </>
      )}
    </div>
  );
}
