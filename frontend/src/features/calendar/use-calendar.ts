import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { slotsAheadOptions } from "@/api/calendar/list-slots-ahead";
import { useMe } from "@/api/me/get-me";
import type { TaskListQuery } from "@/api/tasks/keys";
import { taskListOptions } from "@/api/tasks/list-tasks";
import { addDays, type Day } from "@/lib/time";
import { byDay, type Entry, entryAhead, entryOfTask } from "./entries";
import type { CalendarView } from "./search";
import { rangeOf, stepOf } from "./shown-days";

/** All tasks that are due on these days, open or done. */
export const tasksBetween = (first: Day, last: Day): TaskListQuery => ({
  filter: `due >= ${first} && due < ${addDays(last, 1)}`,
  sort: "due,priority",
});

export interface CalendarData {
  readonly days: ReadonlyMap<Day, readonly Entry[]>;
  /** Whether all occurrences to come are among them. */
  readonly isComplete: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

/** What stands on the days from the first to the last, both included. */
export function useCalendar(first: Day, last: Day, now: number): CalendarData {
  const { zone } = useMe();
  const tasks = useInfiniteQuery(taskListOptions(tasksBetween(first, last)));
  const ahead = useQuery(slotsAheadOptions(first, last));
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = tasks;
  const isMore = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  useEffect(() => {
    if (isMore) void fetchNextPage();
  }, [isMore, fetchNextPage]);
  const days = useMemo(() => {
    const known = (tasks.data ?? []).map((task) => entryOfTask(task, now, zone));
    // While a task that was just done has not been replaced, both may name the same slot.
    const taken = new Set((tasks.data ?? []).map((task) => `${task.series_id} ${task.slot}`));
    const coming = (ahead.data?.items ?? [])
      .filter((slot) => !taken.has(`${slot.series_id} ${slot.slot}`))
      .map((slot) => entryAhead(slot, zone));
    return byDay([...known, ...coming].filter((entry) => entry !== null));
  }, [tasks.data, ahead.data, now, zone]);
  return {
    days,
    isComplete: ahead.data?.is_complete ?? true,
    error: tasks.error ?? ahead.error,
    retry: () =>
      void Promise.all([isFetchNextPageError ? fetchNextPage() : tasks.refetch(), ahead.refetch()]),
  };
}

const REST_MS = 600;

/** What is before and after is fetched, too, once somebody stays here for a moment. */
export function useNeighbours(view: CalendarView, day: Day): void {
  const client = useQueryClient();
  const { week_start: start } = useMe();
  const [before, ahead] = [-1, 1].map((by) =>
    rangeOf(view, stepOf(view, day, by), start).join(" "),
  );
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const range of [ahead, before]) {
        const [first = day, last = day] = range?.split(" ") ?? [];
        void client.prefetchInfiniteQuery(taskListOptions(tasksBetween(first, last)));
        void client.prefetchQuery(slotsAheadOptions(first, last));
      }
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [client, before, ahead, day]);
}
