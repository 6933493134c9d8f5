import type { DueOut, PostponeIn } from "@/api/schema.gen";
import type { Day } from "@/lib/time";
import { minutesToTime } from "./day-hours";
import { placeOf } from "./entries";

/** A new due time: what the server is asked for, and what is shown until it answers. */
export interface Move {
  readonly when: PostponeIn;
  readonly shown: DueOut;
}

/**
 * The same task on another day, at its time; `minutes` says which time it gets instead, null that
 * it gets none. Null if it stays where it is.
 */
export function moveTo(due: DueOut, zone: string, day: Day, minutes?: number | null): Move | null {
  const place = placeOf(due, zone);
  if (place === null) return null;
  if (minutes === null || (minutes === undefined && place.wall === null)) {
    return place.wall === null && place.day === day ? null : toDay(day);
  }
  const time = minutes === undefined ? null : minutesToTime(minutes);
  const isSameTime = time === null || place.wall?.slice(11) === time;
  if (place.day === day && isSameTime) return null;
  if (due.zone === null || due.datetime_local === null) {
    return toTime(`${day}T${time ?? place.wall?.slice(11)}`, due.zone);
  }
  return inItsZone(due, due.datetime_local, place.wall ?? "", day, time);
}

function toDay(day: Day): Move {
  return {
    when: { to: { date: day } },
    shown: { date: day, datetime_local: null, zone: null, at: null },
  };
}

function toTime(wall: string, zone: string | null): Move {
  return {
    when: { to: { datetime_local: wall, ...(zone ? { zone } : {}) } },
    shown: { date: null, datetime_local: wall, zone, at: null },
  };
}

/** A task whose zone is not that of its reader moves by as much as it was moved here. */
function inItsZone(due: DueOut, local: string, wall: string, day: Day, time: string | null): Move {
  const target = `${day}T${time ?? wall.slice(11)}`;
  const by = Date.parse(`${target}Z`) - Date.parse(`${wall}Z`);
  const moved = new Date(Date.parse(`${local}Z`) + by).toISOString().slice(0, 19);
  const at = due.at ? new Date(Date.parse(due.at) + by).toISOString() : null;
  const { when } = toTime(moved, due.zone);
  return { when, shown: { date: null, datetime_local: moved, zone: due.zone, at } };
}
