import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { createProject } from "@/api/projects/create-project";
import type { ParseOut } from "@/api/schema.gen";
import { refreshLists } from "@/api/tasks/cache";
import type { Keys } from "@/api/tasks/create-once";
import { createTask } from "@/api/tasks/create-task";
import { parseOptions, parseWords, READING_MS } from "@/api/words/parse-words";
import type { Defaults } from "@/lib/task-defaults";
import type { Typed } from "@/lib/waiting";
import { type Adder, addAll, type Left, type Outcome } from "./adding";
import type { Asked, Note } from "./note";
import { waitingOf } from "./waiting-lines";

/** What was sent and not answered keeps its key, also when the box was closed meanwhile. */
const keys: Keys = new Map();

/** Adds notes; `count` of them are under way. */
export function useAdding(): {
  readonly isAdding: boolean;
  readonly add: (note: Note, defaults: Defaults) => Promise<Outcome>;
  /** What could not be sent, as it waits for a connection; null if it cannot. */
  readonly waitingOf: (left: readonly Left[], defaults: Defaults) => Typed[] | null;
} {
  const client = useQueryClient();
  const [count, setCount] = useState(0);
  const add = useCallback(
    async (note: Note, defaults: Defaults): Promise<Outcome> => {
      const adder: Adder = {
        keys,
        read: (asked) => readNow(client, asked),
        create: createTask,
        makeProject: async (name, key) => {
          const project = await createProject({ name }, key);
          await client.invalidateQueries({ queryKey: ["projects"] });
          return project.id;
        },
      };
      setCount((before) => before + 1);
      const outcome = await addAll(note, defaults, adder);
      setCount((before) => before - 1);
      if (outcome.added.length > 0) void refreshLists(client);
      return outcome;
    },
    [client],
  );
  const wait = useCallback(
    (left: readonly Left[], defaults: Defaults) =>
      waitingOf(left, defaults, {
        keys,
        readingOf: ({ text, literal }) => client.getQueryData(parseOptions(text, literal).queryKey),
      }),
    [client],
  );
  return { isAdding: count > 0, add, waitingOf: wait };
}

/**
 * The reading that is shown, or a new one.
 *
 * It is not asked for through the cache: the box has another text by then, and what the box asked
 * for and waits for no more is aborted.
 */
async function readNow(client: QueryClient, { text, literal }: Asked): Promise<ParseOut> {
  const shown = client.getQueryState(parseOptions(text, literal).queryKey);
  const isGood = shown?.data !== undefined && Date.now() - shown.dataUpdatedAt < READING_MS;
  return isGood && shown.data ? shown.data : parseWords(text, literal);
}
