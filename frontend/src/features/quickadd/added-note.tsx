import { useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { TaskOut } from "@/api/schema.gen";
import { refreshLists } from "@/api/tasks/cache";
import { deleteTask } from "@/api/tasks/delete-task";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { sayFailed } from "@/components/ui/say-failed";
import type { Clockwork } from "@/lib/time";
import { toast } from "@/lib/toasts";
import { m } from "./messages";
import { sayParsedDue } from "./words";

/** What was added, in a sentence; of one task when it is due. */
export function sayAdded(tasks: readonly TaskOut[], clockwork: Clockwork): string {
  const [task] = tasks;
  if (tasks.length !== 1 || task === undefined) return m.addedMany(tasks.length);
  if (task.due === null) return m.added(task.title);
  return m.addedDue(task.title, sayParsedDue(task.due, Date.parse(task.created_at), clockwork));
}

/** Deletes what was added, parts before what they are part of. */
async function deleteAll(tasks: readonly TaskOut[]): Promise<void> {
  for (const task of [...tasks].reverse()) await deleteTask(task);
}

/** Takes back what was added once the box is closed, and says so. */
export function useTakeBackAdded(): (tasks: readonly TaskOut[]) => void {
  const client = useQueryClient();
  return (tasks) =>
    void deleteAll(tasks)
      .then(() => toast({ text: m.undone(tasks.length) }))
      .catch(sayFailed)
      .finally(() => refreshLists(client));
}

/** What was added just now, with a way back, beside the box that waits for the next. */
export function AddedNote({
  tasks,
  onUndone,
}: {
  readonly tasks: readonly TaskOut[];
  readonly onUndone: () => void;
}) {
  const me = useMe();
  const client = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const undo = (): void => {
    setIsBusy(true);
    setError(null);
    deleteAll(tasks)
      .then(onUndone, setError)
      .finally(() => {
        setIsBusy(false);
        void refreshLists(client);
      });
  };
  return (
    <>
      <ErrorNote error={error} />
      <div role="status" className="contents">
        {tasks.length > 0 ? (
          <p className="flex animate-fade items-center gap-2 px-1 text-sm">
            <Check aria-hidden size={16} className="shrink-0 text-success" />
            <span className="min-w-0 break-words">{sayAdded(tasks, me)}</span>
            <Button look="quiet" size="small" className="text-accent" busy={isBusy} onClick={undo}>
              {m.undo}
            </Button>
          </p>
        ) : null}
      </div>
    </>
  );
}
