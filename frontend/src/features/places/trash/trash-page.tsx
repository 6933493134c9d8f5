import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { TaskOut, TrashedOut } from "@/api/schema.gen";
import { useDeleteForEver } from "@/api/trash/delete-for-ever";
import { useEmptyTrash } from "@/api/trash/empty-trash";
import { trashOptions } from "@/api/trash/list-trash";
import { useRestoreTask } from "@/api/trash/restore-task";
import { Page } from "@/components/layout/page";
import { clipped } from "@/components/tasks/clipped";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadMore } from "@/components/ui/load-more";
import { sayFailed } from "@/components/ui/say-failed";
import { SureDialog } from "@/components/ui/sure-dialog";
import { addDays, dayIn, daysBetween, sayDay } from "@/lib/time";
import { toast } from "@/lib/toasts";
import { useNow } from "@/lib/use-now";
import { m as core } from "@/messages/core";
import { m } from "../log/messages";
import { useTold } from "../use-told";

const KEPT_DAYS = 30;

/** What was deleted, how long it is kept, and how to have it back. */
export function TrashPage() {
  const pages = useSuspenseInfiniteQuery(trashOptions());
  const [isEmptying, setIsEmptying] = useState(false);
  const { data: trashed } = pages;
  return (
    <Page
      title={core.trash}
      lead={trashed.length > 0 ? m.trashLead : undefined}
      actions={
        trashed.length > 0 ? (
          <Button onClick={() => setIsEmptying(true)}>{m.empty}</Button>
        ) : undefined
      }
    >
      {trashed.length === 0 ? (
        <EmptyState icon={<Trash2 size={28} />} title={m.emptyTrashTitle} text={m.emptyTrashText} />
      ) : (
        <ul aria-label={core.trash}>
          {trashed.map((each) => (
            <TrashRow key={each.task.id} trashed={each} />
          ))}
        </ul>
      )}
      <LoadMore pages={pages} title={m.loadMore} />
      {isEmptying ? (
        <EmptyTrash
          count={trashed.length}
          isMore={pages.hasNextPage}
          onClose={() => setIsEmptying(false)}
        />
      ) : null}
    </Page>
  );
}

function TrashRow({ trashed: { task, deleted_at: deletedAt } }: { readonly trashed: TrashedOut }) {
  const me = useMe();
  const restore = useRestore();
  const [isDeleting, setIsDeleting] = useState(false);
  const today = dayIn(useNow(), me.zone);
  const day = dayIn(Date.parse(deletedAt), me.zone);
  return (
    <li className="flex items-center gap-2 border-b border-line py-2.5">
      <div className="min-w-0 grow">
        <p className="break-words">
          <bdi>{clipped(task.title)}</bdi>
        </p>
        <p className="text-sm text-muted">
          {`${m.deletedAt(sayDay(day, today))} · ${m.daysLeft(daysBetween(today, addDays(day, KEPT_DAYS)))}`}
        </p>
      </div>
      <Button
        look="quiet"
        size="small"
        aria-label={m.restoreTask(clipped(task.title))}
        onClick={() => restore(task)}
      >
        <RotateCcw aria-hidden size={14} />
        <span className="max-sm:sr-only">{m.restore}</span>
      </Button>
      <Button
        look="quiet"
        size="icon"
        aria-label={m.deleteTask(clipped(task.title))}
        onClick={() => setIsDeleting(true)}
      >
        <Trash2 aria-hidden size={16} />
      </Button>
      {isDeleting ? (
        <DeleteForEver
          id={task.id}
          title={clipped(task.title)}
          onClose={() => setIsDeleting(false)}
        />
      ) : null}
    </li>
  );
}

/** Brings a task back, and says so with a way to it. */
function useRestore(): (task: TaskOut) => void {
  const mutate = useTold(useRestoreTask());
  const navigate = useNavigate();
  return (task) =>
    mutate(task.id, {
      onSuccess: ({ lost }) => {
        const [first] = lost;
        toast({
          text: first
            ? m.restoredWithout(clipped(task.title), m.lost[first])
            : m.restored(clipped(task.title)),
          action: {
            label: m.open,
            run: () => void navigate({ to: ".", search: (all) => ({ ...all, task: task.id }) }),
          },
        });
      },
    });
}

function DeleteForEver({
  id,
  title,
  onClose,
}: {
  readonly id: string;
  readonly title: string;
  readonly onClose: () => void;
}) {
  const mutate = useTold(useDeleteForEver());
  const remove = (): void => {
    onClose();
    mutate(id, {
      onSuccess: () => toast({ text: m.deletedForEver(title) }),
    });
  };
  return (
    <SureDialog
      title={m.deleteTitle(title)}
      text={m.deleteText}
      action={m.deleteForEver}
      onYes={remove}
      onClose={onClose}
    />
  );
}

function EmptyTrash({
  count,
  isMore,
  onClose,
}: {
  readonly count: number;
  readonly isMore: boolean;
  readonly onClose: () => void;
}) {
  const emptying = useEmptyTrash();
  const run = useTold(emptying);
  const empty = (): void =>
    run(undefined, {
      onError: (error) => {
        onClose();
        sayFailed(error);
      },
      onSuccess: () => {
        onClose();
        toast({ text: m.emptied });
      },
    });
  return (
    <SureDialog
      title={m.emptyTitle}
      text={m.emptyText(isMore ? m.moreThan(count) : m.count(count))}
      action={m.empty}
      busy={emptying.isPending}
      onYes={empty}
      onClose={onClose}
    />
  );
}
