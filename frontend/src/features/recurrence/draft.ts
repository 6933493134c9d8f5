import type { RecurrenceIn, TaskOut } from "@/api/schema.gen";
import { type Anchor, buildRule, parseRule, plainRule, type Rule } from "@/lib/rrule";
import type { Clockwork, Day } from "@/lib/time";

export type MissedPolicy = NonNullable<RecurrenceIn["missed_policy"]>;

/** A repetition that is being edited. */
export interface Draft {
  readonly rule: Rule;
  /** The text that counts instead of `rule`: as it was until something is clicked, or typed. */
  readonly text: string | null;
  /** It is typed: there is nothing to click on. */
  readonly isTyped: boolean;
  readonly anchor: Anchor;
  readonly missedPolicy: MissedPolicy;
  readonly autoSkipMinutes: number;
  readonly exdates: readonly string[];
  readonly rdates: readonly string[];
  readonly resetSubtasks: boolean;
}

const A_DAY_IN_MINUTES = 1440;

/** When the series of a task starts, for its editor: its slot, when it is due, or today. */
export const startOf = (task: Pick<TaskOut, "slot" | "due">, today: Day): string =>
  task.slot ?? task.due?.datetime_local ?? task.due?.date ?? today;

/** What the editor begins with: how the task comes back, else every week. */
export function draftOf(task: TaskOut, today: Day, { week_start }: Clockwork): Draft {
  const start = startOf(task, today).slice(0, 10);
  const kept = task.recurrence;
  const anchor = kept?.anchor ?? "schedule";
  const parsed = kept === null ? null : parseRule(kept.rrule, start, week_start, anchor);
  return {
    rule: parsed ?? plainRule("WEEKLY", start, week_start),
    text: kept?.rrule ?? null,
    isTyped: kept !== null && parsed === null,
    anchor,
    missedPolicy: kept?.missed_policy ?? "collapse",
    autoSkipMinutes: kept?.auto_skip_minutes ?? A_DAY_IN_MINUTES,
    exdates: kept?.exdates ?? [],
    rdates: kept?.rdates ?? [],
    resetSubtasks: kept?.reset_subtasks ?? true,
  };
}

/** The draft with another rule that was clicked. */
export const withRule = (draft: Draft, change: Partial<Rule>): Draft => ({
  ...draft,
  rule: { ...draft.rule, ...change },
  text: null,
  isTyped: false,
});

/** The draft with a rule that was typed; the buttons follow as far as they can show it. */
export function withText(draft: Draft, text: string, start: Day): Draft {
  const parsed = parseRule(text, start, draft.rule.weekStart, draft.anchor);
  return { ...draft, text, rule: parsed ?? draft.rule, isTyped: parsed === null };
}

/** The draft with another anchor; a typed rule stays as it is. */
export const withAnchor = (draft: Draft, anchor: Anchor): Draft => ({
  ...draft,
  anchor,
  text: draft.isTyped ? draft.text : null,
});

export const rruleOf = (draft: Draft): string => draft.text ?? buildRule(draft.rule, draft.anchor);

/** What the server is told. */
export function recurrenceOf(draft: Draft): RecurrenceIn {
  return {
    rrule: rruleOf(draft),
    anchor: draft.anchor,
    missed_policy: draft.missedPolicy,
    auto_skip_minutes: draft.missedPolicy === "auto_skip" ? draft.autoSkipMinutes : null,
    exdates: [...draft.exdates],
    rdates: [...draft.rdates],
    reset_subtasks: draft.resetSubtasks,
  };
}

/** Dates with one more, in order, each once. */
export const withDate = (dates: readonly string[], date: string): string[] =>
  [...new Set([...dates, date])].sort();

export const PRESETS = ["daily", "weekdays", "weekly", "monthly", "yearly"] as const;
export type Preset = (typeof PRESETS)[number];

/** The rule of a preset; an end that was chosen stays. */
export function presetRule(preset: Preset, start: Day, before: Rule): Rule {
  const plain = (freq: Rule["freq"]): Rule => ({
    ...plainRule(freq, start, before.weekStart),
    end: before.end,
  });
  switch (preset) {
    case "daily":
      return plain("DAILY");
    case "weekdays":
      return { ...plain("WEEKLY"), weekdays: ["MO", "TU", "WE", "TH", "FR"] };
    case "weekly":
      return plain("WEEKLY");
    case "monthly":
      return plain("MONTHLY");
    case "yearly":
      return plain("YEARLY");
  }
}

/** Which preset the draft is. */
export function presetOf(draft: Draft, start: Day): Preset | undefined {
  if (draft.isTyped) return undefined;
  const rule = buildRule(draft.rule, draft.anchor);
  return PRESETS.find(
    (each) => buildRule(presetRule(each, start, draft.rule), draft.anchor) === rule,
  );
}
