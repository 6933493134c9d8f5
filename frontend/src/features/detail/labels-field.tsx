import { useQuery } from "@tanstack/react-query";
import { Tag, X } from "lucide-react";
import { type KeyboardEvent, useId } from "react";
import { labelsOptions } from "@/api/labels/list-labels";
import type { TaskOut } from "@/api/schema.gen";
import { draftKey, draftOf, setDraft, useDraft } from "./drafts";
import { FieldNote } from "./field-note";
import { m } from "./messages";
import { leaveField } from "./panel-frame";
import { Property } from "./property";
import { type FieldSpec, useField } from "./use-field";

export const LABELS: FieldSpec<readonly string[]> = {
  name: "labels",
  read: (task) => task.labels,
  equal: (one, other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)),
  fields: (labels) => ({ labels: [...labels] }),
  shown: (labels) => ({ labels: [...labels] }),
  asksScope: true,
};

const sorted = (labels: readonly string[]): string[] =>
  labels.map((label) => label.toLowerCase()).sort();

const has = (labels: readonly string[], label: string): boolean =>
  labels.some((each) => each.toLowerCase() === label.toLowerCase());

export function LabelsField({ task }: { readonly task: TaskOut }) {
  const field = useField(task, LABELS);
  const add = (label: string): void => {
    if (!has(field.value, label)) void field.pick([...field.value, label]);
  };
  return (
    <Property icon={<Tag size={16} />} name={m.labels}>
      <div className="flex min-h-8 flex-wrap items-center gap-1.5 px-2 py-1">
        {field.value.map((label) => (
          <span
            key={label}
            className="flex max-w-full items-center gap-1 rounded-full bg-token-place pl-2.5 text-sm"
          >
            <bdi className="truncate">{label}</bdi>
            <button
              type="button"
              aria-label={m.removeLabel(label)}
              onClick={() => void field.pick(field.value.filter((each) => each !== label))}
              className="flex size-6 shrink-0 items-center justify-center rounded-full hover:bg-hover pointer-coarse:size-9"
            >
              <X aria-hidden size={13} />
            </button>
          </span>
        ))}
        <NewLabel task={task} onAdd={add} />
      </div>
      <FieldNote field={field} name={m.labels} say={(labels) => labels.join(", ")} />
    </Property>
  );
}

function NewLabel({
  task,
  onAdd,
}: {
  readonly task: TaskOut;
  readonly onAdd: (label: string) => void;
}) {
  const key = draftKey(task.id, "new-label");
  const text = useDraft<string>(key)?.draft ?? "";
  const { data: labels } = useQuery(labelsOptions());
  const list = useId();
  const submit = (): void => {
    const label = (draftOf<string>(key)?.draft ?? "").trim().replace(/^@/, "");
    if (label !== "") onAdd(label);
    setDraft(key, undefined);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape") {
      event.preventDefault();
      setDraft(key, undefined);
      leaveField(event.currentTarget);
    }
  };
  return (
    <>
      <input
        aria-label={m.addLabel}
        placeholder={m.addLabel}
        list={list}
        dir="auto"
        value={text}
        onChange={({ target: { value } }) =>
          setDraft(key, value === "" ? undefined : { draft: value, base: "", phase: "typed" })
        }
        onKeyDown={onKeyDown}
        onBlur={submit}
        className="min-w-24 grow basis-24 rounded-md bg-transparent py-0.5 placeholder:text-muted pointer-coarse:min-h-9"
      />
      <datalist id={list}>
        {labels
          ?.filter((label) => !has(task.labels, label.name))
          .map((label) => (
            <option key={label.id} value={label.name} />
          ))}
      </datalist>
    </>
  );
}
