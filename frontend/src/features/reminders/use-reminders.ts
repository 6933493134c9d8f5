import type { ReminderIn, ReminderOut, TaskOut } from "@/api/schema.gen";
import { useChangeTask } from "@/api/tasks/change-task";
import { useUndoChange } from "@/api/tasks/undo-change";
import { wordsOf } from "@/components/ui/error-note";
import { toast } from "@/lib/toasts";
import { m as core } from "@/messages/core";
import { m } from "./messages";
import { inputOf, isOwn } from "./words";

interface Options {
  readonly onDone?: () => void;
  /** Called instead of a note below, where the error has a place of its own. */
  readonly onError?: (error: unknown) => void;
}

/** Adds, changes and removes reminders of a task; each change can be taken back. */
export function useReminders(task: TaskOut) {
  const { mutate, isPending } = useChangeTask();
  const { mutate: undo } = useUndoChange();
  const told = (error: unknown): void => {
    toast({ text: wordsOf(error), tone: "error" });
  };
  const keep = (
    reminders: ReminderIn[],
    said: string,
    { onDone, onError = told }: Options,
    shown?: Partial<TaskOut>,
  ): void =>
    mutate(
      { task, fields: { reminders }, ...(shown ? { shown } : {}) },
      {
        onError,
        onSuccess: ({ undo_id: undoId }) => {
          toast({
            text: said,
            ...(undoId
              ? { action: { label: core.undo, run: () => undo(undoId, { onError: told }) } }
              : {}),
          });
          onDone?.();
        },
      },
    );
  const own = task.reminders.filter(isOwn);
  return {
    isBusy: isPending,
    count: own.length,
    add: (reminder: ReminderIn, options: Options = {}) =>
      keep([...own.map(inputOf), reminder], m.added, options),
    change: (before: ReminderOut, reminder: ReminderIn, options: Options = {}) =>
      keep(
        own.map((each) => (each.id === before.id ? reminder : inputOf(each))),
        m.changed,
        options,
      ),
    remove: (reminder: ReminderOut) =>
      keep(
        own.filter((each) => each.id !== reminder.id).map(inputOf),
        m.removed,
        {},
        { reminders: task.reminders.filter((each) => each.id !== reminder.id) },
      ),
  };
}
