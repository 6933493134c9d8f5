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
  const { first, rest } = data === undefined ? { first: [], rest: [] } : linesOf(data);
  if (first.length + rest.length === 0) return null;
  return (
    <section aria-labelledby="task-next" className="rounded-xl bg-canvas px-3.5 py-3 text-sm">
      <h2 id="task-next" className="mb-1 font-medium">
        {m.next}
      </h2>
      <Lines lines={first} />
      {rest.length === 0 ? null : (
        <details className="mt-1 text-muted">
          <summary className="w-fit rounded-md hover:text-text pointer-coarse:py-2">
            {m.nextMore}
          </summary>
          <Lines lines={rest} />
        </details>
      )}
    </section>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul className="flex flex-col gap-1 pt-0.5 text-muted">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** How it is with zones, missed dates and anchors: true each time, so it stands behind. */
const BACKGROUND = /^(zone|missed|anchor)_/;

/** The due time stands above already, and the number of the slot with the details. */
const ELSEWHERE: readonly string[] = ["due", "number"];

function linesOf({ sentences, reminders }: ScheduleOut) {
  const said = sentences.filter(({ code }) => !ELSEWHERE.includes(code));
  const isBackground = ({ code }: { readonly code: string }): boolean => BACKGROUND.test(code);
  const first = said.filter((each) => !isBackground(each)).map(({ text }) => text);
  return {
    first: [...new Set([...first, ...reminders.map(({ text }) => m.reminder(text))])],
    rest: said.filter(isBackground).map(({ text }) => text),
  };
}
