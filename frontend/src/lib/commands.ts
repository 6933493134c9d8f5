import { useEffect } from "react";
import { createStore, useStore } from "./store";

/** Something that can be done now: by its keys, and in the palette. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: "go" | "task" | "view" | "app";
  /** `q`, `g t` (one after the other), `mod+k` (Ctrl, on Macs Cmd), `shift+x`, `alt+ArrowUp`. */
  readonly keys?: string;
  readonly run: () => void;
  /** Not in the palette: it makes sense by its keys alone. */
  readonly hidden?: boolean;
}

const layers = createStore<ReadonlyMap<object, readonly Command[]>>(new Map());

/** These commands are there as long as the component is; of the same keys the last ones win. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    const layer = {};
    layers.set((before) => new Map(before).set(layer, commands));
    return () => {
      layers.set((before) => {
        const after = new Map(before);
        after.delete(layer);
        return after;
      });
    };
  }, [commands]);
}

/** What can be done now, of each id the last one. */
export function allCommands(): Command[] {
  const byId = new Map<string, Command>();
  for (const command of [...layers.get().values()].flat()) byId.set(command.id, command);
  return [...byId.values()];
}

export function useAllCommands(): Command[] {
  useStore(layers);
  return allCommands();
}
