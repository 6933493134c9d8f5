import type { ChangedTaskOut, TaskChange, TaskOut } from "@/api/schema.gen";
import { type Scope, useChangeSeries } from "@/api/tasks/change-series";
import { useChangeTask } from "@/api/tasks/change-task";
import { useSay } from "@/components/tasks/use-say";

/** A rule is of a series, so “this one alone” is no answer. */
export type RuleScope = Exclude<Scope, "this">;

interface Saving {
  readonly fields: TaskChange;
  /** Of a task that comes back already. */
  readonly scope: RuleScope | null;
  readonly said: string;
}

/** Keeps a repetition, and says so with a way back. */
export function useSave(task: TaskOut, onDone: () => void) {
  const one = useChangeTask();
  const series = useChangeSeries();
  const say = useSay();
  const save = ({ fields, scope, said }: Saving): void => {
    const onSuccess = ({ undo_id: undoId }: ChangedTaskOut): void => {
      say.done(said, undoId);
      onDone();
    };
    if (scope === null) one.mutate({ task, fields }, { onSuccess });
    else series.mutate({ task, fields, scope }, { onSuccess });
  };
  return {
    save,
    isBusy: one.isPending || series.isPending,
    error: one.error ?? series.error,
    forget: () => {
      one.reset();
      series.reset();
    },
  };
}
