import type { ChecklistItemIn, TaskOut } from "@/api/schema.gen";

/** A step as it is sent: one without an id is new. */
export type Step = ChecklistItemIn;
export type ChecklistChange = (steps: readonly Step[]) => Step[];

/** The longest title of a step, and the most steps (docs/limits.md). */
export const STEP_LONGEST = 500;

// Each change names steps by their ids, so that it means the same after somebody else's.

export const addStep =
  (title: string): ChecklistChange =>
  (steps) => [...steps, { title, is_done: false }];

export const removeStep =
  (id: string): ChecklistChange =>
  (steps) =>
    steps.filter((step) => step.id !== id);

/** Puts a step back that was there before, at its place; it is a new one. */
export const insertStep =
  (step: Step, at: number): ChecklistChange =>
  (steps) => [
    ...steps.slice(0, at),
    { title: step.title, is_done: step.is_done ?? false },
    ...steps.slice(at),
  ];

/** Gives a step another title; one that is gone meanwhile comes back with it. */
export const renameStep =
  (id: string, title: string): ChecklistChange =>
  (steps) =>
    steps.some((step) => step.id === id)
      ? steps.map((step) => (step.id === id ? { ...step, title } : step))
      : [...steps, { title, is_done: false }];

/** Moves a step to the place that another one has. */
export const moveStep =
  (id: string, overId: string): ChecklistChange =>
  (steps) => {
    const from = steps.findIndex((step) => step.id === id);
    const to = steps.findIndex((step) => step.id === overId);
    const step = steps[from];
    if (step === undefined || to === -1) return [...steps];
    const rest = steps.filter((each) => each !== step);
    return [...rest.slice(0, to), step, ...rest.slice(to)];
  };

/** The steps of a task, as they are sent. */
export const stepsOf = (task: TaskOut): Step[] =>
  task.checklist.map(({ id, title, is_done }) => ({ id, title, is_done }));
