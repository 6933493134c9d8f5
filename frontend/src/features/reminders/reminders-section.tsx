import { useQuery } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { channelsOptions } from "@/api/channels/channels";
import { useMe } from "@/api/me/get-me";
import type { ReminderOut, TaskOut } from "@/api/schema.gen";
import { scheduleOptions } from "@/api/tasks/get-schedule";
import { taskOptions } from "@/api/tasks/get-task";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import { sayFailed } from "@/components/ui/say-failed";
import { useNow } from "@/lib/use-now";
import type { Form } from "./form";
import { m } from "./messages";
import { ReminderRow } from "./reminder-row";
import { useReminders } from "./use-reminders";
import { MOST_REMINDERS, sayOffset, shownOf } from "./words";

const ReminderDialog = lazy(() =>
  import("./reminder-dialog").then((module) => ({ default: module.ReminderDialog })),
);

interface Editing {
  readonly reminder: ReminderOut | null;
  readonly kind: Form["kind"];
}

/** What reminds of a task: when, how each stands, and a way to add, change, put off, remove. */
export function RemindersSection({ task }: { readonly task: TaskOut }) {
  const me = useMe();
  const now = useNow();
  const [editing, setEditing] = useState<Editing | null>(null);
  const { data: schedule } = useQuery(scheduleOptions(task));
  const { data: channels } = useQuery(channelsOptions());
  const { remove, count } = useReminders(task);
  useFired(task, now);
  const shown = shownOf(task.reminders);
  return (
    <section aria-labelledby="reminders-title" className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <Bell aria-hidden size={16} className="text-muted" />
        <h2 id="reminders-title" className="grow text-sm font-semibold">
          {m.title}
        </h2>
        {task.status === "open" && count < MOST_REMINDERS ? (
          <AddMenu task={task} onMore={(kind) => setEditing({ reminder: null, kind })} />
        ) : null}
      </div>
      {count >= MOST_REMINDERS ? <p className="text-sm text-muted">{m.full}</p> : null}
      {shown.length === 0 ? <p className="text-muted">{m.none}</p> : null}
      <ul aria-labelledby="reminders-title">
        {shown.map((reminder) => (
          <ReminderRow
            key={reminder.id}
            task={task}
            reminder={reminder}
            words={schedule?.reminders.find(({ id }) => id === reminder.id)}
            channels={channels ?? []}
            now={now}
            clockwork={me}
            onEdit={() => setEditing({ reminder, kind: "relative" })}
            onRemove={() => void remove(reminder).catch(sayFailed)}
          />
        ))}
      </ul>
      {editing ? (
        <Suspense>
          <ReminderDialog task={task} {...editing} onClose={() => setEditing(null)} />
        </Suspense>
      ) : null}
    </section>
  );
}

const WATCH_MS = 5000;
const PATIENCE_MS = 600_000;

/** That a reminder fired is no change of its task: around its time we ask. */
function useFired(task: TaskOut, now: number): void {
  const isFiring = task.reminders.some(({ state, fire_at: at }) => {
    const since = at === null ? -1 : now - Date.parse(at);
    return state === "scheduled" && since > 0 && since < PATIENCE_MS;
  });
  useQuery({ ...taskOptions(task.id), refetchInterval: isFiring ? WATCH_MS : false });
}

const LEADS = ["PT0S", "-PT10M", "-PT1H", "-P1D"] as const;

function AddMenu({
  task,
  onMore,
}: {
  readonly task: TaskOut;
  readonly onMore: (kind: Form["kind"]) => void;
}) {
  const { add, isBusy } = useReminders(task);
  return (
    <Menu
      trigger={
        <Button look="quiet" size="small" busy={isBusy}>
          {m.add}
        </Button>
      }
    >
      {task.due === null
        ? null
        : LEADS.map((offset) => (
            <MenuItem
              key={offset}
              onSelect={() => void add({ offset, relative_to: "due" }).catch(sayFailed)}
            >
              {sayOffset(offset, "due")}
            </MenuItem>
          ))}
      {task.due === null ? null : <MenuLine />}
      <MenuItem onSelect={() => onMore("absolute")}>{m.atMoment}</MenuItem>
      {task.due === null ? null : (
        <MenuItem onSelect={() => onMore("relative")}>{m.custom}</MenuItem>
      )}
    </Menu>
  );
}
