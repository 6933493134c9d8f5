import { CirclePause } from "lucide-react";
import { useMe } from "@/api/me/get-me";
import type { WorkerOut } from "@/api/schema.gen";
import { sayActor } from "@/components/area/actors";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { m } from "./messages";

/** What rests, on every page of the area: a pause that was forgotten costs reminders. */
export function PausedBanner({ workers }: { readonly workers: readonly WorkerOut[] }) {
  const me = useMe();
  const say = useSayMoment();
  const paused = workers.filter((worker) => worker.paused);
  return (
    <div role="status" className="empty:hidden">
      {paused.length > 0 ? (
        <div className="flex gap-3 rounded-xl border border-medium/60 bg-accent-soft px-4 py-3">
          <CirclePause aria-hidden size={20} className="mt-0.5 shrink-0 text-medium" />
          <ul className="min-w-0 [overflow-wrap:anywhere]">
            {paused.map(({ name, paused_at, paused_by, reason }) => (
              <li key={name}>
                <span className="font-medium">{m.rests(name)}</span>{" "}
                {m.pausedBy(say(paused_at ?? ""), sayActor(paused_by ?? "", me.id), reason ?? "")}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}
