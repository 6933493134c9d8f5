import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { rereading } from "../rereading";
import type { VacationIn } from "../schema.gen";
import { taskKeys } from "../tasks/keys";

/** Days without reminders. */
export function vacationsOptions() {
  return queryOptions({
    queryKey: ["vacations"],
    queryFn: ({ signal }) =>
      body(api.GET("/api/vacations", { signal })).then((answer) => answer.items),
  });
}

/** Vacations may skip occurrences, so tasks are read anew, too. */
function useRefresh(): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: vacationsOptions().queryKey }),
      client.invalidateQueries({ queryKey: taskKeys.all }),
    ]);
}

/** Takes days off. */
export function useAddVacation() {
  return useMutation({
    mutationFn: (vacation: VacationIn) => body(api.POST("/api/vacations", { body: vacation })),
    onSettled: rereading(useRefresh()),
  });
}

/** These are ordinary days again. */
export function useDeleteVacation() {
  return useMutation({
    mutationFn: (vacation_id: string) =>
      body(api.DELETE("/api/vacations/{vacation_id}", { params: { path: { vacation_id } } })),
    onSettled: rereading(useRefresh()),
  });
}
