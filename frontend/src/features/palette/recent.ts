import { tabStorage } from "@/lib/storage";

/** What somebody opened last in this tab, newest first: things, and what they were called. */
export interface Recent {
  readonly id: string;
  readonly title: string;
}

const MOST = 6;
const keyOf = (userId: string): string => `rondel.recent.${userId}`;

export function recentOf(userId: string): readonly Recent[] {
  try {
    const found: unknown = JSON.parse(tabStorage.get(keyOf(userId)) ?? "[]");
    return Array.isArray(found) ? found.filter(isRecent) : [];
  } catch {
    return []; // an older version of the app wrote it otherwise
  }
}

function isRecent(found: unknown): found is Recent {
  return typeof found === "object" && found !== null && "id" in found && "title" in found;
}

/** It is the newest now. */
export function remember(userId: string, { id, title }: Recent): void {
  const others = recentOf(userId).filter((each) => each.id !== id);
  const kept = [{ id, title }, ...others].slice(0, MOST);
  tabStorage.set(keyOf(userId), JSON.stringify(kept));
}
