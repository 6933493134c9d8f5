import type { ReminderIn, ReminderOut, TaskOut } from "@/api/schema.gen";
import { useChangeTask } from "@/api/tasks/change-task";
import { useSay } from "@/components/tasks/use-say";
import { m } from "./messages";
import { inputOf, isOwn } from "./words";

interface Options {
  readonly onDone?: () => void;
  /** Called instead of a note below, where the error has a place of its own. */
  readonly onError?: (error: unknown) => void;
}

/** Adds, changes and removes reminders of a task; each change can be taken back. */
export function useReminders(task: TaskOut) {
  const { mutateAsync: change, isPending } = useChangeTask();
  const say = useSay();
  const keep = (
    reminders: ReminderIn[],
    said: string,
    { onDone, onError = say.failed }: Options,
    shown?: Partial<TaskOut>,
  ): void => {
    change(
      { task, fields: { reminders }, ...(shown ? { shown } : {}) },
      { onSuccess: () => onDone?.() }, // not for a dialog that was left meanwhile
    ).then(({ undo_id: undoId }) => say.done(said, undoId), onError);
  };
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
