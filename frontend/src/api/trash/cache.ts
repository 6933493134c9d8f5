import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { TrashPageOut } from "../schema.gen";
import { trashKeys } from "./keys";

type Pages = InfiniteData<TrashPageOut, string | null>;

/** A task is not in the trash any more, at once; answers what was there before. */
export async function leaveTrash(client: QueryClient, taskId: string): Promise<Pages | undefined> {
  await client.cancelQueries({ queryKey: trashKeys.all });
  const before = client.getQueryData<Pages>(trashKeys.all);
  if (before !== undefined) {
    client.setQueryData<Pages>(trashKeys.all, {
      ...before,
      pages: before.pages.map((page) => ({
        ...page,
        items: page.items.filter((each) => each.task.id !== taskId),
      })),
    });
  }
  return before;
}

/** The trash is as it was before a change that failed, and asked for anew. */
export function putTrashBack(client: QueryClient, before: Pages | undefined): Promise<void> {
  if (before !== undefined) client.setQueryData(trashKeys.all, before);
  return client.invalidateQueries({ queryKey: trashKeys.all });
}
