/** What a list of tasks shows, in which order. */
export interface TaskListQuery {
  readonly filter?: string;
  readonly filter_id?: string;
  /** Words that are looked for. */
  readonly q?: string;
  readonly sort?: string;
  readonly completed?: boolean;
}

/** Keys of all that is known about tasks. Whatever starts with them can show a changed task. */
export const taskKeys = {
  all: ["tasks"] as const,
  lists: ["tasks", "list"] as const,
  list: (query: TaskListQuery) => ["tasks", "list", query] as const,
  details: ["tasks", "detail"] as const,
  detail: (id: string) => ["tasks", "detail", id] as const,
};
