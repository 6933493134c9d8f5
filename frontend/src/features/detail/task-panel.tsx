import { useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { TaskOut } from "@/api/schema.gen";
import { knownTask } from "@/api/tasks/cache";
import { taskOptions } from "@/api/tasks/get-task";
import { taskKeys } from "@/api/tasks/keys";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { SkeletonList } from "@/components/ui/skeleton";
import { useTaskChanges } from "@/lib/live";
import { Problem } from "@/lib/problem";
import { ActionsMenu } from "./actions-menu";
import { DeletedState } from "./deleted-state";
import { m } from "./messages";
import { PanelBody } from "./panel-body";
import { PanelFrame } from "./panel-frame";
import { SaveState } from "./save-state";
import { ScopeProvider } from "./scope";

/** What other features put into the panel. */
export interface PanelSlots {
  readonly recurrence?: (task: TaskOut) => ReactNode;
  readonly reminders?: (task: TaskOut) => ReactNode;
  readonly history?: (task: TaskOut) => ReactNode;
}

export interface TaskPanelProps {
  readonly taskId: string;
  readonly onClose: () => void;
  /** Shows another task instead. */
  readonly onOpen: (id: string) => void;
  readonly slots?: PanelSlots;
}

/** One task with all that it has; everything can be changed in place. */
export function TaskPanel({ taskId, onClose, onOpen, slots = {} }: TaskPanelProps) {
  const { task, error, isGone, again } = useOpenTask(taskId);
  const isThere = task !== undefined && !isGone;
  return (
    <PanelFrame taskId={taskId} onClose={onClose}>
      <ScopeProvider key={taskId}>
        <header className="sticky top-0 z-20 flex min-h-13 items-center gap-1 bg-surface/95 pt-[env(safe-area-inset-top)] pr-3 pl-5 backdrop-blur">
          <div className="grow">
            <SaveState taskId={taskId} />
          </div>
          {isThere ? <ActionsMenu task={task} onClose={onClose} onOpen={onOpen} /> : null}
          <Button look="quiet" size="icon" aria-label={m.close} onClick={onClose}>
            <X aria-hidden size={18} />
          </Button>
        </header>
        {isGone ? (
          <DeletedState taskId={taskId} title={task?.title} onRestored={again} />
        ) : (
          <>
            {error ? (
              <div className="px-5 pb-3">
                <ErrorNote error={error} onRetry={again} />
              </div>
            ) : null}
            {isThere ? <PanelBody task={task} slots={slots} onOpen={onOpen} /> : null}
            {!isThere && !error ? (
              <div className="px-5">
                <SkeletonList />
              </div>
            ) : null}
          </>
        )}
      </ScopeProvider>
    </PanelFrame>
  );
}

/** The task, as a list knew it at once, and then as the server has it. */
function useOpenTask(taskId: string) {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    ...taskOptions(taskId),
    initialData: () => knownTask(client, taskId),
    initialDataUpdatedAt: 0,
  });
  useTaskChanges((change) => {
    if (change.task_id !== taskId) return;
    // An occurrence that was skipped has left its lists, too: only the server knows which it is.
    const known = client.getQueryData<TaskOut>(taskKeys.detail(taskId));
    if (change.change === "deleted" || (known?.version ?? 0) < change.task_version) void refetch();
  });
  const isGone = useGone(error, data !== undefined);
  // The answer has parts of a task only if `fields` asks for them.
  const task = data as TaskOut | undefined;
  return { task, error, isGone, again: () => void refetch() };
}

/** Whether the server has no such task; also while it is being asked once more. */
function useGone(error: unknown, isThere: boolean): boolean {
  const isGone = error instanceof Problem && (error.status === 404 || error.status === 410);
  const [wasGone, setWasGone] = useState(false);
  const isStill = isGone || (wasGone && !isThere && error === null);
  if (isStill !== wasGone) setWasGone(isStill);
  return isStill;
}
