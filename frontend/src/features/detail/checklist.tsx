import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useLayoutEffect, useRef } from "react";
import type { TaskOut } from "@/api/schema.gen";
import { save } from "@/api/tasks/save";
import { sayDone } from "@/components/ui/say-done";
import { sayFailed } from "@/components/ui/say-failed";
import { AddLine } from "./add-line";
import {
  addStep,
  type ChecklistChange,
  insertStep,
  moveStep,
  removeStep,
  stepsOf,
} from "./checklist-ops";
import { ChecklistStep, STEP } from "./checklist-step";
import { draftKey } from "./drafts";
import { LostSteps } from "./lost-steps";
import { m } from "./messages";
import { isSeries } from "./scope";

/** The steps of a task: ticked, renamed, added, moved by drag or keys, deleted. */
export function Checklist({ task }: { readonly task: TaskOut }) {
  const change = useChecklistChange(task.id);
  const steps = task.checklist;
  const done = steps.filter((step) => step.is_done).length;
  const move = (id: string, overId: string | undefined): void => {
    if (overId !== undefined && overId !== id) void told(change(moveStep(id, overId)));
  };
  const follow = useFocusAfterMove(steps);
  const stepping = (id: string, overId: string | undefined): (() => void) | undefined =>
    overId === undefined
      ? undefined
      : () => {
          follow(id);
          move(id, overId);
        };
  const remove = (id: string): void => {
    const at = steps.findIndex((step) => step.id === id);
    const step = steps[at];
    if (step === undefined) return;
    const undo = (): void => void told(change(insertStep(step, at)));
    void told(change(removeStep(id)).then(() => sayDone(m.stepDeleted(step.title), undo)));
  };
  return (
    <section aria-labelledby="task-checklist">
      <h2 id="task-checklist" className="flex items-baseline gap-2 font-medium">
        {m.checklist}
        {steps.length > 0 ? (
          <span className="text-sm font-normal text-muted tabular-nums">
            {m.checklistDone(done, steps.length)}
          </span>
        ) : null}
      </h2>
      <Sorting task={task} onMove={move}>
        <ul>
          {steps.map((step, at) => (
            <ChecklistStep
              key={step.id}
              task={task}
              step={step}
              onUp={stepping(step.id, steps[at - 1]?.id)}
              onDown={stepping(step.id, steps[at + 1]?.id)}
              onRemove={() => remove(step.id)}
            />
          ))}
        </ul>
      </Sorting>
      <LostSteps task={task} onAdd={(title) => told(change(addStep(title)))} />
      <AddLine
        draftName={draftKey(task.id, "new-step")}
        label={m.addStep}
        onAdd={(title) => change(addStep(title))}
      />
      {isSeries(task) && steps.length > 0 ? (
        <p className="text-sm text-muted">{m.stepsComeBack}</p>
      ) : null}
    </section>
  );
}

/** Changes the steps, whatever others did to them meanwhile. */
function useChecklistChange(taskId: string): (change: ChecklistChange) => Promise<TaskOut> {
  const client = useQueryClient();
  return useCallback(
    (change) =>
      save(client, {
        taskId,
        scope: null, // as a plain edit: these steps, and those of the ones that come
        fields: (task) => ({ checklist: change(stepsOf(task)) }),
        shown: (task) => ({
          checklist: change(stepsOf(task)).flatMap(({ id, title, is_done }) =>
            id ? [{ id, title, is_done: is_done ?? false }] : [],
          ),
        }),
      }),
    [client, taskId],
  );
}

/** What goes wrong is said, and the list is as it was; answers whether it went well. */
function told(done: Promise<unknown>): Promise<boolean> {
  return done.then(
    () => true,
    (error: unknown) => {
      sayFailed(error);
      return false;
    },
  );
}

/** A step that was moved by its keys keeps the focus, which browsers take from what moves. */
function useFocusAfterMove(steps: TaskOut["checklist"]): (id: string) => void {
  const moved = useRef<string>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order is when it moved
  useLayoutEffect(() => {
    if (moved.current === undefined) return;
    document.getElementById(`${STEP}${moved.current}`)?.focus();
    moved.current = undefined;
  }, [steps]);
  return (id) => {
    moved.current = id;
  };
}

function Sorting({
  task,
  onMove,
  children,
}: {
  readonly task: TaskOut;
  readonly onMove: (id: string, overId: string) => void;
  readonly children: ReactNode;
}) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const onDragEnd = ({ active, over }: DragEndEvent): void => {
    if (over) onMove(String(active.id), String(over.id));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={onDragEnd}
      accessibility={{
        announcements: announcementsOf(task),
        screenReaderInstructions: { draggable: m.drag.how },
      }}
    >
      <SortableContext
        items={task.checklist.map((step) => step.id)}
        strategy={verticalListSortingStrategy}
      >
        {children}
      </SortableContext>
    </DndContext>
  );
}

function announcementsOf({ checklist }: TaskOut): Announcements {
  const title = (id: string | number): string =>
    checklist.find((step) => step.id === id)?.title ?? "";
  const place = (id: string | number): number => checklist.findIndex((step) => step.id === id) + 1;
  return {
    onDragStart: ({ active }) => m.drag.picked(title(active.id)),
    onDragOver: ({ active, over }) =>
      over ? m.drag.over(title(active.id), place(over.id)) : undefined,
    onDragEnd: ({ active, over }) =>
      over ? m.drag.dropped(title(active.id), place(over.id)) : m.drag.left(title(active.id)),
    onDragCancel: ({ active }) => m.drag.left(title(active.id)),
  };
}
