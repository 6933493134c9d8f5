import {
  type DehydratedState,
  dehydrate,
  hydrate,
  type Query,
  type QueryClient,
} from "@tanstack/react-query";
import { shownAsOf } from "@/lib/connection";
import { changeKept, forget, kept } from "@/lib/kept";
import { session } from "@/lib/session";
import { browserStorage, DEVICE } from "@/lib/storage";

/** What the last server said, of one account, as one build of the app understands it. */
interface Snapshot {
  readonly build: string;
  readonly userId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly queries: readonly Dehydrated[];
}

type Dehydrated = DehydratedState["queries"][number];

const KEY = "data";
const EVERY_MS = 3000;
const MOST_BYTES = 3_000_000;
/** First words of the keys of queries that are worth reading without a network. */
const KEPT: readonly unknown[] = [
  "me",
  "tasks",
  "projects",
  "sections",
  "labels",
  "views",
  "filters",
];
/** Each build names its first script by its content, and that names all others. */
const BUILD = document.querySelector<HTMLScriptElement>('script[type="module"]')?.src ?? "";

/** From now on what is read is kept for the time without a network; answers how to stop it. */
export function keepData(client: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    void saveData(client);
  };
  const stop = client.getQueryCache().subscribe((event) => {
    const isNews = event.type === "updated" && event.action.type === "success";
    if (isNews && isWorthIt(event.query)) timer ??= setTimeout(save, EVERY_MS);
  });
  timer = setTimeout(save, EVERY_MS); // what was read before anybody looked
  document.addEventListener("visibilitychange", save);
  return () => {
    stop();
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", save);
  };
}

const isWorthIt = (query: Query): boolean =>
  query.state.status === "success" && KEPT.includes(query.queryKey[0]);

/** Keeps what is known, together with what other tabs know. */
export async function saveData(client: QueryClient): Promise<void> {
  const userId = session.current?.userId;
  if (userId === undefined || shownAsOf.get() !== null) return;
  const { queries } = dehydrate(client, { shouldDehydrateQuery: isWorthIt });
  const at = Date.now();
  await changeKept<Snapshot>(KEY, (before) => {
    const isSame = before?.build === BUILD && before.userId === userId;
    return { build: BUILD, userId, at, queries: bounded(queries, isSame ? before.queries : []) };
  });
  if (session.current?.userId !== userId) await forgetData(); // signed out meanwhile
}

/** The newest of both, as many as may be kept; the small ones that every page needs first. */
function bounded(now: readonly Dehydrated[], before: readonly Dehydrated[]): Dehydrated[] {
  const byHash = new Map(before.map((each) => [each.queryHash, each]));
  for (const each of now) {
    const older = byHash.get(each.queryHash);
    const isNewer = (older?.state.dataUpdatedAt ?? 0) <= each.state.dataUpdatedAt;
    if (isNewer) byHash.set(each.queryHash, each);
  }
  const isTask = (each: Dehydrated): number => (each.queryKey[0] === "tasks" ? 1 : 0);
  let left = MOST_BYTES;
  return [...byHash.values()]
    .sort(
      (one, other) =>
        isTask(one) - isTask(other) || other.state.dataUpdatedAt - one.state.dataUpdatedAt,
    )
    .filter((each) => {
      left -= JSON.stringify(each.state.data).length;
      return left > 0;
    });
}

/**
 * The last data of who was here last are shown, and since when they are known is said; false if
 * there are none.
 */
export async function restoreData(client: QueryClient): Promise<boolean> {
  const snapshot = await kept<Snapshot>(KEY);
  if (snapshot?.build !== BUILD || snapshot.userId !== browserStorage.get(DEVICE.known)) {
    return false;
  }
  hydrate(client, { queries: [...snapshot.queries], mutations: [] });
  shownAsOf.set(snapshot.at);
  return client.getQueryData(["me"]) !== undefined;
}

/** Nothing of any account is kept. */
export const forgetData = (): Promise<void> => forget(KEY);
