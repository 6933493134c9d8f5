import { language } from "@/lib/messages";

type Unit = "millisecond" | "second" | "minute" | "hour" | "day";

const STEPS: readonly (readonly [Unit, number])[] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

const said = (value: number, unit: Unit, digits = 0): string =>
  new Intl.NumberFormat(language, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: digits,
  }).format(value);

/** A length of time in its largest unit: “78 ms”, “45 sec”, “12 min”, “3 hr”. */
export function sayLength(seconds: number): string {
  if (seconds > 0 && seconds < 0.9995) return said(seconds * 1000, "millisecond");
  const [unit, size] = STEPS.find(([, least]) => seconds >= least) ?? ["second", 1];
  const value = seconds / size;
  return said(value, unit, value < 10 ? 1 : 0);
}

/** Milliseconds, from a second on in larger units. */
export const sayMilliseconds = (ms: number): string =>
  ms < 1000 ? said(ms, "millisecond") : sayLength(ms / 1000);

/** A rate a second. */
export const sayRate = (value: number): string =>
  value.toLocaleString(language, { maximumFractionDigits: value < 10 ? 1 : 0 });
