import { useSortable } from "@dnd-kit/sortable";
import { ArrowDown, ArrowUp, Ellipsis, GripVertical, Trash2 } from "lucide-react";
import { type KeyboardEvent, useMemo } from "react";
import type { ChecklistItemOut, TaskOut } from "@/api/schema.gen";
import { useTickStep } from "@/api/tasks/tick-step";
import { Menu, MenuItem } from "@/components/ui/menu";
import { sayFailed } from "@/components/ui/say-failed";
import { cn } from "@/lib/cn";
import { renameStep, STEP_LONGEST, stepsOf } from "./checklist-ops";
import { FieldNote } from "./field-note";
import { GrowingText } from "./growing-text";
import { m } from "./messages";
import { leaveField } from "./panel-frame";
import { Tick } from "./tick";
import { wrongTitle } from "./title-field";
import { type FieldSpec, useField } from "./use-field";

interface StepProps {
  readonly task: TaskOut;
  readonly step: ChecklistItemOut;
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
  readonly onRemove: () => void;
}

/** Names of the drafts of steps start so. */
export const STEP = "step-";

function specOf(id: string): FieldSpec<string> {
  return {
    name: `${STEP}${id}`,
    read: (task) => task.checklist.find((step) => step.id === id)?.title ?? "",
    equal: (one, other) => one.trim() === other.trim(),
    fields: (title, task) => ({ checklist: renameStep(id, title.trim())(stepsOf(task)) }),
    shown: (title, task) => ({
      checklist: task.checklist.map((each) => (each.id === id ? { ...each, title } : each)),
    }),
    wrong: (title) => wrongTitle(title, STEP_LONGEST),
    asksScope: false, // steps are changed one after the other; a question at each would be too much
  };
}

export function ChecklistStep({ task, step, onUp, onDown, onRemove }: StepProps) {
  const sorting = useSortable({ id: step.id });
  const { transform, transition, isDragging } = sorting;
  const { mutateAsync: tick } = useTickStep();
  const toggle = (): void =>
    void tick({ taskId: task.id, stepId: step.id, isDone: !step.is_done }).catch(sayFailed);
  return (
    <li
      ref={sorting.setNodeRef}
      style={{
        transform: transform ? `translate3d(0, ${transform.y}px, 0)` : undefined,
        transition,
      }}
      className={cn(
        "group relative flex items-start gap-2.5 rounded-md",
        isDragging && "z-10 bg-raised shadow-float",
      )}
    >
      <span className="flex h-9 items-center pointer-coarse:h-11">
        <Tick square checked={step.is_done} label={m.tickStep(step.title)} onChange={toggle} />
      </span>
      <StepTitle task={task} step={step} onUp={onUp} onDown={onDown} />
      <span className="flex h-9 shrink-0 items-center text-muted opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:h-11 pointer-coarse:opacity-100">
        <button
          type="button"
          {...sorting.attributes}
          {...sorting.listeners}
          aria-label={m.moveStep(step.title)}
          className="flex size-7 cursor-grab touch-none items-center justify-center rounded-md hover:bg-hover pointer-coarse:size-11"
        >
          <GripVertical aria-hidden size={15} />
        </button>
        <Menu
          trigger={
            <button
              type="button"
              aria-label={m.stepActions(step.title)}
              className="flex size-7 items-center justify-center rounded-md hover:bg-hover pointer-coarse:size-11"
            >
              <Ellipsis aria-hidden size={16} />
            </button>
          }
        >
          <MenuItem
            icon={<ArrowUp aria-hidden size={16} />}
            keys="Alt+↑"
            disabled={onUp === undefined}
            onSelect={() => onUp?.()}
          >
            {m.moveUp}
          </MenuItem>
          <MenuItem
            icon={<ArrowDown aria-hidden size={16} />}
            keys="Alt+↓"
            disabled={onDown === undefined}
            onSelect={() => onDown?.()}
          >
            {m.moveDown}
          </MenuItem>
          <MenuItem icon={<Trash2 aria-hidden size={16} />} danger onSelect={onRemove}>
            {m.deleteStep}
          </MenuItem>
        </Menu>
      </span>
    </li>
  );
}

function StepTitle({ task, step, onUp, onDown }: Omit<StepProps, "onRemove">) {
  const spec = useMemo(() => specOf(step.id), [step.id]);
  const field = useField(task, spec);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const act = actionOf(event);
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  const actionOf = (event: KeyboardEvent<HTMLTextAreaElement>): (() => void) | undefined => {
    const { key, altKey, currentTarget } = event;
    if (altKey && key === "ArrowUp") return onUp ?? (() => undefined);
    if (altKey && key === "ArrowDown") return onDown ?? (() => undefined);
    if (key === "Enter") return () => void field.save();
    if (key !== "Escape") return undefined;
    return () => {
      field.revert();
      leaveField(currentTarget);
    };
  };
  return (
    <div className="min-w-0 grow py-1">
      <GrowingText
        id={`${STEP}${step.id}`}
        aria-label={m.stepTitle(step.title)}
        value={field.value}
        onChange={(event) => field.type(event.target.value.replace(/\s*\n\s*/g, " "))}
        onKeyDown={onKeyDown}
        onBlur={(event) => {
          if (event.currentTarget.value.trim() === "") field.revert();
          else if (field.isDirty && !field.isConflict) void field.save();
        }}
        className={cn("py-0.5 pointer-coarse:py-1.5", step.is_done && "text-muted line-through")}
      />
      <FieldNote field={field} name={m.checklist} say={(title) => title} />
    </div>
  );
}
