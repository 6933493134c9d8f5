import { useEffect, useRef, useState } from "react";
import type { TaskOut } from "@/api/schema.gen";
import { FieldNote } from "./field-note";
import { GrowingText } from "./growing-text";
import { LinkedText } from "./linked-text";
import { m } from "./messages";
import { leaveField } from "./panel-frame";
import { isSeries, useScope } from "./scope";
import { type FieldSpec, useField } from "./use-field";

const LONGEST = 50_000;
const PAUSE_MS = 1500;

export const NOTES: FieldSpec<string> = {
  name: "notes",
  read: (task) => task.notes,
  equal: (one, other) => one === other,
  fields: (notes) => ({ notes }),
  shown: (notes) => ({ notes }),
  wrong: (notes) => {
    const length = [...notes].length;
    return length > LONGEST ? m.tooLong(length, LONGEST) : null;
  },
  asksScope: true,
};

/** Notes: plain text with links that open; stored when they are left, and after a pause. */
export function NotesField({ task }: { readonly task: TaskOut }) {
  const field = useField(task, NOTES);
  const [isEditing, setIsEditing] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const { remembered } = useScope();
  // A question in the middle of a sentence would take what is typed next.
  const mayPause = !isSeries(task) || remembered !== null;
  const { value, isDirty, isConflict, save } = field;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each character starts the pause anew
  useEffect(() => {
    if (!isEditing || !isDirty || isConflict || !mayPause) return undefined;
    const timer = setTimeout(() => void save(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value, isEditing, isDirty, isConflict, mayPause, save]);
  useEffect(() => {
    if (!isEditing) return;
    area.current?.focus();
    area.current?.setSelectionRange(area.current.value.length, area.current.value.length);
  }, [isEditing]);
  return (
    <section aria-label={m.notes}>
      {isEditing ? (
        <GrowingText
          areaRef={area}
          aria-label={m.notes}
          aria-invalid={field.error !== undefined}
          value={value}
          onChange={(event) => field.type(event.target.value)}
          onBlur={() => {
            setIsEditing(false);
            if (field.isDirty && !field.isConflict) void field.save();
          }}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
            event.preventDefault();
            leaveField(event.currentTarget);
          }}
          className="-mx-2 min-h-20 bg-surface px-2 py-1.5"
        />
      ) : (
        <div className="relative -mx-2 rounded-md hover:bg-hover">
          <button
            type="button"
            aria-label={value === "" ? m.notesEmpty : m.editNotes}
            onClick={() => setIsEditing(true)}
            className="absolute inset-0 size-full cursor-text rounded-md"
          />
          <div
            dir="auto"
            className="pointer-events-none relative min-h-9 px-2 py-1.5 whitespace-pre-wrap [overflow-wrap:anywhere]"
          >
            {value === "" ? (
              <span className="text-muted">{m.notesEmpty}</span>
            ) : (
              <LinkedText text={value} />
            )}
          </div>
        </div>
      )}
      <FieldNote field={field} name={m.notes} say={(notes) => notes} />
    </section>
  );
}
