import type { TaskCreate } from "@/api/schema.gen";

/** What a task has unless it says otherwise. */
export type Defaults = Partial<TaskCreate>;

/** The task with what it does not say; labels are those of both. A project that is made has no section. */
export function withDefaults(
  task: TaskCreate,
  defaults: Defaults,
  makesProject = false,
): TaskCreate {
  const isPlaced = makesProject || Boolean(task.project_id);
  const { project_id, section_id, labels, ...others } = defaults;
  const place = isPlaced
    ? {}
    : { ...(project_id && { project_id }), ...(section_id && { section_id }) };
  const all = [...new Set([...(labels ?? []), ...(task.labels ?? [])])];
  return { ...others, ...place, ...task, ...(all.length > 0 && { labels: all }) };
}
