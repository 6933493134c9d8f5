import { plural } from "@/lib/messages";
import { m } from "./messages";

/** How long before a task is due: minutes count on the clock of the world, days on that of people. */
const SHAPE = /^(-?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** “10 minutes before” of `-PT10M`; what cannot be read stays as it is. */
export function sayOffset(offset: string): string {
  const match = SHAPE.exec(offset);
  if (match === null) return offset;
  const [, sign, ...parts] = match;
  const said = parts
    .map((part, index) => ({ count: Number(part ?? 0), unit: m.units[index] }))
    .filter(({ count }) => count > 0)
    .map(({ count, unit }) => `${count} ${unit ? plural(count, unit) : ""}`);
  if (said.length === 0) return m.atTheTime;
  return sign === "-" ? m.before(said.join(" ")) : m.after(said.join(" "));
}

export type Unit = "minutes" | "hours" | "days" | "weeks";

/** So many of a unit before: `offsetOf(2, "days") === "-P2D"` */
export function offsetOf(count: number, unit: Unit): string {
  if (count === 0) return "PT0S";
  const shapes = {
    minutes: `-PT${count}M`,
    hours: `-PT${count}H`,
    days: `-P${count}D`,
    weeks: `-P${count}W`,
  };
  return shapes[unit];
}
