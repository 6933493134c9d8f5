/**
 * The storage of the browser, where there is none, too: private windows and strict settings make
 * every use of it throw. What cannot be kept is forgotten with the page.
 */
export interface Kept {
  get(key: string): string | null;
  /** Keeps the text; `null` forgets it. */
  set(key: string, text: string | null): void;
}

function over(open: () => Storage): Kept {
  const forgetful = new Map<string, string>();
  return {
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
  };
}

/** Kept for this browser. */
export const browserStorage = over(() => localStorage);

/** Kept for this tab, also when its page is loaded again. */
export const tabStorage = over(() => sessionStorage);
