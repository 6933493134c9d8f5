import type { Day } from "@/lib/time";

/** Things by the day that each belongs to, in the order in which they come. */
export function byDay<T>(items: readonly T[], dayOf: (item: T) => Day): Map<Day, T[]> {
  const days = new Map<Day, T[]>();
  for (const item of items) {
    const day = dayOf(item);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return days;
}
