import { useQuery } from "@tanstack/react-query";
import type { ScheduleOut, TaskOut } from "@/api/schema.gen";
import { scheduleOptions } from "@/api/tasks/get-schedule";
import { ErrorNote } from "@/components/ui/error-note";
import { m } from "./messages";

/** What will happen next with the task, in the server's words. */
export function NextBox({ task }: { readonly task: TaskOut }) {
  const { data, error, refetch } = useQuery(scheduleOptions(task));
  if (error) {
    return (
      <section aria-label={m.next}>
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </section>
    );
  }
  const lines = data === undefined ? [] : linesOf(data);
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="task-next" className="rounded-xl bg-canvas px-3.5 py-3 text-sm">
      <h2 id="task-next" className="mb-1 font-medium">
        {m.next}
      </h2>
      <ul className="flex flex-col gap-1 text-muted">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

/** The number of the slot stands with the details already. */
function linesOf({ sentences, reminders }: ScheduleOut): string[] {
  const said = sentences.filter(({ code }) => code !== "number").map(({ text }) => text);
  return [...new Set([...said, ...reminders.map(({ text }) => text)])];
}
