/** What a list of tasks shows, in which order. */
export interface TaskListQuery {
  readonly filter?: string;
  readonly filter_id?: string;
  /** Words that are looked for. */
  readonly q?: string;
  readonly sort?: string;
  readonly completed?: boolean;
  /**
   * Of these, what is in this section (null: in none). Chosen here, not asked for: all sections of
   * a project are one request and one entry of the cache.
   */
  readonly section?: string | null;
}

/** Keys of all that is known about tasks. Whatever starts with them can show a changed task. */
export const taskKeys = {
  all: ["tasks"] as const,
  lists: ["tasks", "list"] as const,
  list: ({ section: _, ...asked }: TaskListQuery) => ["tasks", "list", asked] as const,
  details: ["tasks", "detail"] as const,
  detail: (id: string) => ["tasks", "detail", id] as const,
};
