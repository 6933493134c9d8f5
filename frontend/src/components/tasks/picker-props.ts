import type { TaskOut } from "@/api/schema.gen";

/** Every picker changes these tasks by itself, and says when there is nothing more to pick. */
export interface PickerProps {
  readonly tasks: readonly TaskOut[];
  readonly onDone: () => void;
}
