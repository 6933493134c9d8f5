import { CalendarClock, CalendarPlus } from "lucide-react";
import { useRef, useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { DueIn, DueOut, TaskOut } from "@/api/schema.gen";
import { WhenPicker } from "@/components/tasks/when-picker";
import { Popup } from "@/components/ui/popup";
import { cn } from "@/lib/cn";
import { isOverdue, sayDue } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { VALUE } from "./choice-menu";
import { FieldNote } from "./field-note";
import { m } from "./messages";
import { Property } from "./property";
import { isSeries } from "./scope";
import { type FieldSpec, useField } from "./use-field";

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
export function WhenField({ task, name }: { readonly task: TaskOut; readonly name: WhenName }) {
  const field = useField(task, SPECS[name]);
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
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
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        className={VALUE}
        onClick={() => setIsOpen(!isOpen)}
      >
        <span className="sr-only">{`${label}: `}</span>
        <span className={cn(field.value === null && "text-muted", isLate && "text-danger")}>
          {say(field.value) || none}
        </span>
        {field.value?.zone ? (
          <span className="truncate text-sm text-muted">{field.value.zone}</span>
        ) : null}
      </button>
      {isOpen ? (
        <Popup
          anchor={button.current}
          title={label}
          align="start"
          onClose={() => setIsOpen(false)}
          onClosed={() => button.current?.focus()}
        >
          <WhenPicker
            value={field.value}
            onPick={pick}
            {...(isSeries(task) ? { hint: m.movesThis } : {})}
          />
        </Popup>
      ) : null}
      <FieldNote field={field} name={label} say={say} />
    </Property>
  );
}
