import { useRouter } from "@tanstack/react-router";
import { useMemo } from "react";

/** Where the palette can go with what it found. */
export function useGoals() {
  const router = useRouter();
  return useMemo(
    () => ({
      task: (task: string) =>
        void router.navigate({ to: ".", search: (before) => ({ ...before, task }) }),
      project: (projectId: string) =>
        void router.navigate({ to: "/projects/$projectId", params: { projectId } }),
      label: (labelId: string) =>
        void router.navigate({ to: "/labels/$labelId", params: { labelId } }),
      filter: (filterId: string) =>
        void router.navigate({ to: "/filters/$filterId", params: { filterId } }),
    }),
    [router],
  );
}
