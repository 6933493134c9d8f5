import { createStore, useStore } from "./store";

/** Since when what is shown is old: milliseconds since the epoch; null while it is the present. */
export const shownAsOf = createStore<number | null>(null);
export const useShownAsOf = (): number | null => useStore(shownAsOf);

/** A newer app that is there already, and how to go on with it; null if this is the newest. */
export const newVersion = createStore<{ readonly take: () => void } | null>(null);
export const useNewVersion = () => useStore(newVersion);
