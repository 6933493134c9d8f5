import { useQuery } from "@tanstack/react-query";
import { Repeat } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { ComingSlotOut, ScheduleOut, TaskOut } from "@/api/schema.gen";
import { scheduleOptions } from "@/api/tasks/get-schedule";
import { sayRule } from "@/components/tasks/say-rule";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { language } from "@/lib/messages";
import { dayIn, dueDay, sayWall, wallTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m } from "./messages";

const RuleDialog = lazy(() =>
  import("./rule-dialog").then((module) => ({ default: module.RuleDialog })),
);

/** How a task comes back, and when next; a button changes it. */
export function RecurrenceSection({ task }: { readonly task: TaskOut }) {
  const [isEditing, setIsEditing] = useState(false);
  const repeats = task.recurrence !== null;
  return (
    <section aria-labelledby="recurrence-title" className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <Repeat aria-hidden size={16} className="text-muted" />
        <h2 id="recurrence-title" className="grow text-sm font-semibold">
          {m.title}
        </h2>
        {task.status === "open" ? (
          <Button look="quiet" size="small" onClick={() => setIsEditing(true)}>
            {repeats ? m.change : m.add}
          </Button>
        ) : null}
      </div>
      {repeats ? <Rule task={task} /> : <p className="text-muted">{m.none}</p>}
      {isEditing ? (
        <Suspense>
          <RuleDialog task={task} onClose={() => setIsEditing(false)} />
        </Suspense>
      ) : null}
    </section>
  );
}

function Rule({ task }: { readonly task: TaskOut }) {
  const me = useMe();
  const now = useNow();
  const { data, error, refetch } = useQuery(scheduleOptions(task));
  const zone = task.due?.zone ?? me.zone;
  // Where the clocks change, a slot may be a time of day that there is not.
  const wallOf = ({ slot, at }: ComingSlotOut): string =>
    slot.length > 10 ? wallTime(Date.parse(at), zone) : slot;
  const from = task.due ? dueDay(task.due) : dayIn(now, me.zone);
  const dates = data?.next.map((each) => sayWall(wallOf(each), me, from)) ?? [];
  return (
    <div className="flex flex-col gap-1">
      <p className="font-medium first-letter:uppercase">{wordsOf(task, data, sayRule(task, me))}</p>
      {dates.length > 0 ? <p className="text-muted">{m.following(dates.join(" · "))}</p> : null}
      {data && dates.length === 0 ? <p className="text-muted">{m.noneAfter}</p> : null}
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {data ? <Details schedule={data} /> : null}
    </div>
  );
}

/** The server's words are exact for every rule, but English. */
function wordsOf(task: TaskOut, schedule: ScheduleOut | undefined, own: string): string {
  const said = schedule?.sentences.find(({ code }) => code === "rule")?.text;
  if (language !== "en" || said === undefined || task.recurrence === null) return own;
  return said
    .replace(/^Comes back /, "")
    .replace(/; then .*$/, "")
    .replace(/\.$/, "");
}

/** What stands elsewhere in the panel, or in the lines above. */
const SAID = new Set(["rule", "due", "overdue", "done", "skipped", "no_due", "no_reminders"]);

function Details({ schedule }: { readonly schedule: ScheduleOut }) {
  const sentences = schedule.sentences.filter(({ code }) => !SAID.has(code));
  if (sentences.length === 0) return null;
  return (
    <details className="text-sm">
      <summary className="-ml-1 w-fit rounded-md px-1 text-muted hover:text-text">
        {m.details}
      </summary>
      <ul lang="en" className="mt-1.5 flex list-disc flex-col gap-1 pl-5 text-muted">
        {sentences.map(({ code, text }) => (
          <li key={`${code} ${text}`}>{text}</li>
        ))}
      </ul>
    </details>
  );
}
