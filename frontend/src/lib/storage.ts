/**
 * The storage of the browser, where there is none, too: private windows and strict settings make
 * every use of it throw. What cannot be kept is forgotten with the page.
 */
export interface Kept {
  get(key: string): string | null;
  /** Keeps the text; `null` forgets it. */
  set(key: string, text: string | null): void;
  /** Forgets what persons left; what is of this one alone stays. */
  forgetPersons(butOf?: string | null): void;
}

/**
 * What is kept of the device itself. All other keys are of the person who is signed in, and go
 * when they sign out; those of one account alone end with its id.
 */
export const DEVICE = {
  theme: "rondel.theme",
  language: "rondel.language",
  singleKeys: "rondel.single-keys",
  sidebar: "rondel.sidebar",
  /** The server has not heard yet that somebody signed out. */
  owed: "rondel.sign-out-owed",
  /** Id of who was signed in when this browser was last used. */
  known: "rondel.known",
} as const;

const ofDevice: readonly string[] = Object.values(DEVICE);

function over(open: () => Storage): Kept {
  const forgetful = new Map<string, string>();
  const names = (): string[] => {
    try {
      return Object.keys(open());
    } catch {
      return [...forgetful.keys()];
    }
  };
  const kept: Kept = {
    get(key) {
      try {
        return open().getItem(key);
      } catch {
        return forgetful.get(key) ?? null;
      }
    },
    set(key, text) {
      try {
        if (text === null) open().removeItem(key);
        else open().setItem(key, text);
      } catch {
        if (text === null) forgetful.delete(key);
        else forgetful.set(key, text);
      }
    },
    forgetPersons(butOf = null) {
      for (const key of names()) {
        const stays = ofDevice.includes(key) || (butOf !== null && key.endsWith(`.${butOf}`));
        if (!stays) kept.set(key, null);
      }
    },
  };
  return kept;
}

/** Kept for this browser. */
export const browserStorage = over(() => localStorage);

/** Kept for this tab, also when its page is loaded again. */
export const tabStorage = over(() => sessionStorage);
