import type { MeOut, ReminderIn, ReminderOut } from "@/api/schema.gen";
import { durationOf, instantOf, readDuration, UNITS, type Unit } from "@/lib/instants";
import { wallTime } from "@/lib/time";

export const LEAD_UNITS = UNITS;

/** A reminder as its dialog has it. */
export interface Form {
  readonly kind: "relative" | "absolute";
  readonly amount: number;
  readonly unit: Unit;
  readonly isBefore: boolean;
  readonly of: "due" | "start";
  /** On the clock of the account, `2026-11-27T09:00`. */
  readonly wall: string;
  readonly channels: readonly string[];
  readonly nags: boolean;
  readonly nagMinutes: number;
  readonly nagMost: number;
  readonly urgent: boolean;
}

const WALL_LENGTH = 16;

/** What the dialog begins with: the reminder, else one of the kind with the usual channels. */
export function formOf(
  reminder: ReminderOut | null,
  kind: Form["kind"],
  soon: string,
  me: Pick<MeOut, "zone" | "default_channels">,
): Form {
  const wall = reminder?.at
    ? wallTime(Date.parse(reminder.at), me.zone).slice(0, WALL_LENGTH)
    : soon;
  const nag = reminder?.nag ?? null;
  return {
    kind: reminder === null ? kind : reminder.offset === null ? "absolute" : "relative",
    ...leadOf(reminder?.offset ?? "-PT30M"),
    of: reminder?.relative_to ?? "due",
    wall,
    channels: reminder?.channels ?? me.default_channels,
    nags: nag !== null,
    nagMinutes: nag === null ? 15 : minutesOf(nag.every),
    nagMost: nag?.max ?? 4,
    urgent: reminder?.urgent ?? false,
  };
}

/** A lead in the largest unit that says it in one number; what has several is said in minutes. */
function leadOf(offset: string): Pick<Form, "amount" | "unit" | "isBefore"> {
  const read = readDuration(offset);
  if (read === null) return { amount: 0, unit: "minutes", isBefore: true };
  const { days, hours, minutes, isBefore } = read;
  // Nothing before and nothing after are the same; before is what the next number will mean.
  const side = isBefore || days + hours + minutes === 0;
  if (hours === 0 && minutes === 0 && days > 0) {
    return days % 7 === 0
      ? { amount: days / 7, unit: "weeks", isBefore: side }
      : { amount: days, unit: "days", isBefore: side };
  }
  if (days === 0 && minutes === 0 && hours > 0) {
    return { amount: hours, unit: "hours", isBefore: side };
  }
  return { amount: (days * 24 + hours) * 60 + minutes, unit: "minutes", isBefore: side };
}

function minutesOf(duration: string): number {
  const read = readDuration(duration);
  return read === null ? 0 : (read.days * 24 + read.hours) * 60 + read.minutes;
}

/** What the server is told; a wall time is of this zone. */
export function inputOfForm(form: Form, zone: string): ReminderIn {
  return {
    ...(form.kind === "relative"
      ? { offset: durationOf(form.amount, form.unit, form.isBefore), relative_to: form.of }
      : { at: instantOf(form.wall, zone) }),
    channels: [...form.channels],
    nag: form.nags ? { every: `PT${form.nagMinutes}M`, max: form.nagMost } : null,
    urgent: form.urgent,
  };
}
