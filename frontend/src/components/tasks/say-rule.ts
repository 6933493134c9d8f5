import type { TaskOut } from "@/api/schema.gen";
import { ruleWords } from "@/lib/rule-words";
import type { Clockwork } from "@/lib/time";
import { m } from "@/messages/rules";

/** How a task comes back, for its row: “every 3 days”; empty if it does not. */
export function sayRule(
  { recurrence, due, slot }: Pick<TaskOut, "recurrence" | "due" | "slot">,
  clockwork: Clockwork,
): string {
  if (recurrence === null) return "";
  const start = slot ?? due?.datetime_local ?? due?.date ?? "1970-01-01";
  return ruleWords(recurrence.rrule, { start, anchor: recurrence.anchor, clockwork }, m) ?? m.own;
}
