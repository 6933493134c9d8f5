import { browserStorage, DEVICE } from "./storage";
import { createStore, type Store, useStore } from "./store";

/** What somebody chose for this browser alone; it outlives a sign-out. */
export interface Choices {
  readonly theme: "system" | "light" | "dark";
  readonly language: Language | null;
  /** Single letters do things (WCAG 2.1.4 asks for a way to switch that off). */
  readonly singleKeys: boolean;
  readonly sidebar: boolean;
}

export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

function read(): Choices {
  const theme = browserStorage.get(DEVICE.theme);
  const language = browserStorage.get(DEVICE.language);
  return {
    theme: theme === "light" || theme === "dark" ? theme : "system",
    language: LANGUAGES.find((each) => each === language) ?? null,
    singleKeys: browserStorage.get(DEVICE.singleKeys) !== "off",
    sidebar: browserStorage.get(DEVICE.sidebar) !== "off",
  };
}

export const choices: Store<Choices> = createStore(read());

/** Keeps a choice; theme and keys count at once, another language after a reload. */
export function choose(change: Partial<Choices>): void {
  choices.set((before) => ({ ...before, ...change }));
  const { theme, language, singleKeys, sidebar } = choices.get();
  browserStorage.set(DEVICE.theme, theme === "system" ? null : theme);
  browserStorage.set(DEVICE.language, language);
  browserStorage.set(DEVICE.singleKeys, singleKeys ? null : "off");
  browserStorage.set(DEVICE.sidebar, sidebar ? null : "off");
  document.documentElement.classList.toggle("dark", isDark(theme));
}

function isDark(theme: Choices["theme"]): boolean {
  if (theme !== "system") return theme === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

export const useChoices = (): Choices => useStore(choices);

/** The language that was chosen, else the first of the browser's that there is. */
export function languageNow(): Language {
  const chosen = choices.get().language;
  if (chosen !== null) return chosen;
  const wanted = navigator.languages.map((each) => each.slice(0, 2));
  return wanted.flatMap((each) => LANGUAGES.filter((one) => one === each))[0] ?? "en";
}
