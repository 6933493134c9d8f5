import type { TaskChange, TaskOut } from "@/api/schema.gen";
import { type Scope, useChangeSeries } from "@/api/tasks/change-series";
import { useChangeTask } from "@/api/tasks/change-task";
import { useSay } from "@/components/tasks/use-say";
import { useAsking } from "@/components/ui/use-asking";

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
  const { ask, ...asking } = useAsking(onDone);
  const save = ({ fields, scope, said }: Saving): void => {
    const saved =
      scope === null
        ? one.mutateAsync({ task, fields })
        : series.mutateAsync({ task, fields, scope });
    ask(saved.then(({ undo_id: undoId }) => say.done(said, undoId)));
  };
  return { ...asking, save, isBusy: one.isPending || series.isPending };
}
