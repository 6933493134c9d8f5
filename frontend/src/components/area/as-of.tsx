import { useMe } from "@/api/me/get-me";
import { formatTime, wallTime } from "@/lib/time";
import { m } from "./messages";

/** When what is shown was so, and whether it goes stale. */
export function AsOf({ at, isStale }: { readonly at: number; readonly isStale: boolean }) {
  const me = useMe();
  if (at === 0) return null;
  const wall = wallTime(at, me.zone);
  const [clock, half] = formatTime(wall, me).split(/\s/);
  const when = `${clock}:${wall.slice(17, 19)}${half ? ` ${half}` : ""}`;
  return (
    <p className={isStale ? "text-sm text-danger" : "text-sm text-muted tabular-nums"}>
      {isStale ? m.notFresh(when) : m.asOf(when)}
    </p>
  );
}
