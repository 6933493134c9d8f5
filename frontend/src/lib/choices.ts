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

const KEYS = {
  theme: "rondel.theme",
  language: "rondel.language",
  singleKeys: "rondel.single-keys",
  sidebar: "rondel.sidebar",
} as const;

function read(): Choices {
  const theme = localStorage.getItem(KEYS.theme);
  const language = localStorage.getItem(KEYS.language);
  return {
    theme: theme === "light" || theme === "dark" ? theme : "system",
    language: LANGUAGES.find((each) => each === language) ?? null,
    singleKeys: localStorage.getItem(KEYS.singleKeys) !== "off",
    sidebar: localStorage.getItem(KEYS.sidebar) !== "off",
  };
}

export const choices: Store<Choices> = createStore(read());

/** Keeps a choice; theme and keys count at once, another language after a reload. */
export function choose(change: Partial<Choices>): void {
  choices.set((before) => ({ ...before, ...change }));
  const { theme, language, singleKeys, sidebar } = choices.get();
  keep(KEYS.theme, theme === "system" ? null : theme);
  keep(KEYS.language, language);
  keep(KEYS.singleKeys, singleKeys ? null : "off");
  keep(KEYS.sidebar, sidebar ? null : "off");
  document.documentElement.classList.toggle("dark", isDark(theme));
}

function keep(key: string, value: string | null): void {
  if (value === null) localStorage.removeItem(key);
  else localStorage.setItem(key, value);
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
