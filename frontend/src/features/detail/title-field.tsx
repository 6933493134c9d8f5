import type { FocusEvent, KeyboardEvent } from "react";
import type { TaskOut } from "@/api/schema.gen";
import { cn } from "@/lib/cn";
import { FieldNote } from "./field-note";
import { GrowingText } from "./growing-text";
import { m } from "./messages";
import { leaveField } from "./panel-frame";
import { type FieldSpec, useField } from "./use-field";

const LONGEST = 500;

export const TITLE: FieldSpec<string> = {
  name: "title",
  read: (task) => task.title,
  equal: (one, other) => one.trim() === other.trim(),
  fields: (title) => ({ title: title.trim() }),
  shown: (title) => ({ title: title.trim() }),
  wrong: (title) => wrongTitle(title, LONGEST),
  asksScope: true,
};

/** What is wrong with a title, in words; emoji count as one character, as on the server. */
export function wrongTitle(title: string, longest: number): string | null {
  const length = [...title.trim()].length;
  if (length === 0) return m.titleNeeded;
  return length > longest ? m.tooLong(length, longest) : null;
}

/** The title, edited in place: Enter stores it, Escape leaves it as it was. */
export function TitleField({ task }: { readonly task: TaskOut }) {
  const field = useField(task, TITLE);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      void field.save();
    } else if (event.key === "Escape") {
      event.preventDefault();
      field.revert();
      leaveField(event.currentTarget);
    }
  };
  const onBlur = (event: FocusEvent<HTMLTextAreaElement>): void => {
    if (event.currentTarget.value.trim() === "") field.revert();
    else if (field.isDirty && !field.isConflict) void field.save();
  };
  return (
    <div className="min-w-0 grow">
      <GrowingText
        aria-label={m.title}
        aria-invalid={field.error !== undefined}
        value={field.value}
        onChange={(event) => field.type(event.target.value.replace(/\s*\n\s*/g, " "))}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
        className={cn(
          "-mx-1.5 px-1.5 py-0.5 text-xl leading-snug font-semibold hover:bg-hover focus:bg-surface",
          task.status !== "open" && "text-muted line-through",
        )}
      />
      <FieldNote field={field} name={m.title} say={(title) => title} />
    </div>
  );
}
