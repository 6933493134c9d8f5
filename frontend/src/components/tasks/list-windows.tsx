import type { TaskOut } from "@/api/schema.gen";
import { createStore, useStore } from "@/lib/store";
import type { ListHandle, PickerKind } from "./list-state";

interface Opened {
  readonly list: ListHandle;
  readonly kind: PickerKind;
  readonly tasks: readonly TaskOut[];
}

const opened = createStore<Opened | null>(null);

/** A small window at the row of the task in which something of it is chosen. */
export function openWindow(list: ListHandle, kind: PickerKind, tasks: readonly TaskOut[]): void {
  opened.set({ list, kind, tasks });
}

/** The windows of a list, and the bar for what is selected. */
export function ListWindows({ list }: { readonly list: ListHandle }) {
  const now = useStore(opened);
  return now?.list === list ? null : null;
}
