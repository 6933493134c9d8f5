import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReminderIn, ReminderOut, TaskOut } from "@/api/schema.gen";
import { type Saving, save } from "@/api/tasks/save";
import { useSay } from "@/components/tasks/use-say";
import { m } from "./messages";
import { inputOf, isOwn } from "./words";

/**
 * Adds, changes and removes reminders of a task, and says so with a way back; a refusal is for the
 * caller. The API takes the whole list, so each change is made to the one that the server has when
 * its turn comes: it may have been changed meanwhile, from here or elsewhere.
 */
export function useReminders(task: TaskOut) {
  const client = useQueryClient();
  const say = useSay();
  const { mutateAsync, isPending } = useMutation({
    mutationFn: (saving: Pick<Saving, "fields" | "shown">) =>
      save(client, { ...saving, taskId: task.id, scope: null }),
  });
  const keep = async (
    edit: (own: readonly ReminderOut[]) => ReminderIn[],
    said: string,
    shown?: Saving["shown"],
  ): Promise<void> => {
    const { undo_id: undoId } = await mutateAsync({
      fields: ({ reminders }) => ({ reminders: edit(reminders.filter(isOwn)) }),
      ...(shown ? { shown } : {}),
    });
    say.done(said, undoId);
  };
  return {
    isBusy: isPending,
    count: task.reminders.filter(isOwn).length,
    add: (reminder: ReminderIn) => keep((own) => [...own.map(inputOf), reminder], m.added),
    change: (before: ReminderOut, reminder: ReminderIn) =>
      keep((own) => [...own.filter(isNot(before)).map(inputOf), reminder], m.changed),
    remove: (reminder: ReminderOut) =>
      keep(
        (own) => own.filter(isNot(reminder)).map(inputOf),
        m.removed,
        ({ reminders }) => ({ reminders: reminders.filter(isNot(reminder)) }),
      ),
  };
}

const isNot =
  ({ id }: ReminderOut) =>
  (other: ReminderOut): boolean =>
    other.id !== id;
