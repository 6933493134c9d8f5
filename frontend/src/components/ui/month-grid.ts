import { addDays, type Clockwork, type Day, weekDays } from "@/lib/time";

/** The weeks that a month touches, each from the day that weeks begin with. */
export function monthGrid(day: Day, weekStart: Clockwork["week_start"]): Day[][] {
  const first = `${day.slice(0, 7)}-01`;
  const from = addDays(first, -weekDays(weekStart).indexOf(weekdayOf(first)));
  const weeks: Day[][] = [];
  for (let start = from; start <= lastOf(day); start = addDays(start, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(start, index)));
  }
  return weeks;
}

/** The same day so many months later, or the last one of that month. */
export function addMonths(day: Day, months: number): Day {
  const count = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1];
  const first = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-01`;
  const last = lastOf(first);
  const same = `${first.slice(0, 8)}${day.slice(8)}`;
  return same < last ? same : last;
}

/** Monday is 1, Sunday 7. */
const weekdayOf = (day: Day): number => ((new Date(Date.parse(day)).getUTCDay() + 6) % 7) + 1;

function lastOf(day: Day): Day {
  const later = addDays(`${day.slice(0, 7)}-01`, 31);
  return addDays(`${later.slice(0, 7)}-01`, -1);
}
