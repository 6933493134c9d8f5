import type { Outcome } from "./year";

/** What the slots of a history can be narrowed to. */
export const FILTERS = ["done", "skipped", "missed"] as const satisfies readonly Outcome[];
export type Filter = (typeof FILTERS)[number];
