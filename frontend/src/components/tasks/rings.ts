import type { TaskOut } from "@/api/schema.gen";

/** The ring of a box to tick, by the task's priority. */
export const RINGS: Readonly<Record<TaskOut["priority"], string>> = {
  high: "border-high bg-high/8",
  medium: "border-medium bg-medium/8",
  low: "border-low bg-low/8",
  none: "border-line-strong",
};
