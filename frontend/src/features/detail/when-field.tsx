import { CalendarClock, CalendarPlus } from "lucide-react";
import { Popover } from "radix-ui";
import { type ComponentType, useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { DueIn, DueOut, TaskOut } from "@/api/schema.gen";
import { cn } from "@/lib/cn";
import { isOverdue, sayDue } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { VALUE } from "./choice-menu";
import { FieldNote } from "./field-note";
import { m } from "./messages";
import { Property } from "./property";
import { isSeries } from "./scope";
import { type FieldSpec, useField } from "./use-field";
import { WhenPicker } from "./when-picker";

/** What a picker of days and times is given; another one can stand in for ours. */
export interface WhenPickerProps {
  readonly value: DueOut | null;
  readonly onPick: (due: DueIn | null) => void;
  readonly hint?: string;
}

type WhenName = "due" | "start";

const SPECS: Readonly<Record<WhenName, FieldSpec<DueOut | null>>> = {
  due: specOf("due"),
  start: specOf("start"),
};

function specOf(name: WhenName): FieldSpec<DueOut | null> {
  return {
    name,
    read: (task) => task[name],
    equal: (one, other) => textOf(one) === textOf(other),
    fields: (due) => ({ [name]: due && wireOf(due) }),
    shown: (due) => ({ [name]: due }),
    asksScope: false, // a due time that is moved moves this occurrence alone (docs/series.md)
  };
}

const textOf = (due: DueOut | null): string =>
  due === null ? "" : `${due.date ?? due.datetime_local?.slice(0, 16)} ${due.zone ?? ""}`;

function wireOf({ date, datetime_local, zone }: DueOut): DueIn {
  return date === null ? { datetime_local, ...(zone ? { zone } : {}) } : { date };
}

/** When a task is due, or can be begun: a button with the words, and a picker behind it. */
export function WhenField({
  task,
  name,
  picker: Picker = WhenPicker,
}: {
  readonly task: TaskOut;
  readonly name: WhenName;
  readonly picker?: ComponentType<WhenPickerProps> | undefined;
}) {
  const field = useField(task, SPECS[name]);
  const [isOpen, setIsOpen] = useState(false);
  const me = useMe();
  const now = useNow();
  const label = m[name];
  const none = name === "due" ? m.dueNone : m.startNone;
  const say = (due: DueOut | null): string => (due === null ? "" : sayDue(due, now, me));
  const isLate =
    name === "due" &&
    task.status === "open" &&
    field.value !== null &&
    isOverdue(field.value, now, me.zone);
  const pick = (due: DueIn | null): void => {
    setIsOpen(false);
    void field.pick(due && { date: null, datetime_local: null, zone: null, at: null, ...due });
  };
  const Icon = name === "due" ? CalendarClock : CalendarPlus;
  return (
    <Property icon={<Icon size={16} />} name={label}>
      <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
        <Popover.Trigger asChild>
          <button type="button" className={VALUE}>
            <span className="sr-only">{`${label}: `}</span>
            <span className={cn(field.value === null && "text-muted", isLate && "text-danger")}>
              {say(field.value) || none}
            </span>
            {field.value?.zone ? (
              <span className="truncate text-sm text-muted">{field.value.zone}</span>
            ) : null}
          </button>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            align="start"
            sideOffset={4}
            collisionPadding={8}
            aria-label={label}
            className="z-50 max-h-(--radix-popover-content-available-height) w-[22rem] max-w-[calc(100vw-1rem)] animate-rise overflow-y-auto rounded-xl border border-line bg-raised p-4 shadow-float"
          >
            <Picker
              value={field.value}
              onPick={pick}
              {...(isSeries(task) ? { hint: m.when.occurrence } : {})}
            />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      <FieldNote field={field} name={label} say={say} />
    </Property>
  );
}
