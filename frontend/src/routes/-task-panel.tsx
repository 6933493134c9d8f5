import { useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import { TaskPanel } from "@/features/detail/task-panel";

/** The task that the address names, beside or over the page; what other features say about it. */
export function OpenTask({ taskId }: { readonly taskId: string }) {
  const router = useRouter();
  const close = useCallback(
    () =>
      void router.navigate({
        to: ".",
        search: ({ task: _task, ...rest }) => rest,
        resetScroll: false,
      }),
    [router],
  );
  const open = useCallback(
    (task: string) =>
      void router.navigate({
        to: ".",
        search: (before) => ({ ...before, task }),
        resetScroll: false,
      }),
    [router],
  );
  return <TaskPanel taskId={taskId} onClose={close} onOpen={open} />;
}
