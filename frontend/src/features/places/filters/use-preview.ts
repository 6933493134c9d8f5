import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { FieldProblem, TaskOut } from "@/api/schema.gen";
import { countedTasksOptions } from "@/api/tasks/list-counted-tasks";
import { useDebounced } from "@/lib/use-debounced";
import { mistakeOf } from "./mistake";

const PAUSE_MS = 350; // somebody who types is not asked after on each key
const SHOWN = 8;

export interface Preview {
  readonly tasks: readonly TaskOut[];
  readonly total: number;
  readonly warnings: readonly FieldProblem[];
  /** What is wrong with the text; only as long as it is still this text. */
  readonly mistake: FieldProblem | undefined;
  /** What else went wrong. */
  readonly error: unknown;
  /** What is shown is of an earlier text. */
  readonly isStale: boolean;
  readonly isEmpty: boolean;
  readonly retry: () => void;
}

/** What a filter finds, while it is typed; an answer that nobody waits for any more is let go of. */
export function usePreview(text: string, sort: string): Preview {
  const asked = useDebounced(text, PAUSE_MS);
  const isEmpty = asked.trim() === "";
  const query = useInfiniteQuery({
    ...countedTasksOptions({ filter: asked, ...(sort ? { sort } : {}) }, SHOWN),
    enabled: !isEmpty,
    placeholderData: keepPreviousData,
  });
  const mistake = asked === text ? mistakeOf(query.error) : undefined;
  return {
    tasks: query.data?.tasks ?? [],
    total: query.data?.total ?? 0,
    warnings: query.data?.warnings ?? [],
    mistake: isEmpty ? undefined : mistake,
    error: query.error !== null && mistakeOf(query.error) === undefined ? query.error : null,
    isStale: asked !== text || query.isFetching,
    isEmpty,
    retry: () => void query.refetch(),
  };
}
