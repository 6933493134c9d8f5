import { useQuery } from "@tanstack/react-query";
import { useMe } from "@/api/me/get-me";
import type { TaskOut } from "@/api/schema.gen";
import { scheduleOptions } from "@/api/tasks/get-schedule";
import { sayInstant } from "@/lib/time";
import { m } from "./messages";

/** When what was done to the task, and which one of its series it is. */
export function Facts({ task }: { readonly task: TaskOut }) {
  const me = useMe();
  const { data } = useQuery(scheduleOptions(task));
  const number = data?.sentences.find(({ code }) => code === "number")?.text;
  const slot = number && /(\d+) of (\d+)/.exec(number);
  const facts = [
    slot ? m.slotOf(slot[1] ?? "", slot[2] ?? "") : "",
    task.completed_at ? m.completed(sayInstant(task.completed_at, me)) : "",
    task.skipped_at ? m.skipped(sayInstant(task.skipped_at, me)) : "",
    m.created(sayInstant(task.created_at, me)),
    task.updated_at === task.created_at ? "" : m.changed(sayInstant(task.updated_at, me)),
  ].filter(Boolean);
  return (
    <ul aria-label={m.facts} className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-muted">
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}
