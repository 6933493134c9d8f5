import { useMe } from "@/api/me/get-me";
import { dayIn, formatTime, sayDay, wallTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";

/** Says when something was or will be: “Today 09:00”, “27 Nov 09:00”. */
export function useSayMoment(): (instant: string) => string {
  const me = useMe();
  const now = useNow();
  return (instant) => {
    const wall = wallTime(Date.parse(instant), me.zone);
    const day = sayDay(wall.slice(0, 10), dayIn(now, me.zone));
    return `${day} ${formatTime(wall, me)}`;
  };
}
