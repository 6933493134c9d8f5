import type { UseQueryResult } from "@tanstack/react-query";
import { CirclePause, CirclePlay } from "lucide-react";
import { useState } from "react";
import { useMe } from "@/api/me/get-me";
import { useResumeWorker } from "@/api/ops/workers";
import type { WorkerOut } from "@/api/schema.gen";
import { sayActor } from "@/components/area/actors";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Section } from "@/components/ui/section";
import { SkeletonList } from "@/components/ui/skeleton";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { Problem } from "@/lib/problem";
import { toast } from "@/lib/toasts";
import { m } from "./messages";
import { PauseDialog } from "./pause-dialog";

/** Kinds of workers: which rest since when and why; each can be paused and resumed. */
export function WorkersSection({ query }: { readonly query: UseQueryResult<WorkerOut[]> }) {
  const [pausing, setPausing] = useState<string | null>(null);
  return (
    <Section title={m.workers.title} text={m.workers.text}>
      {query.error ? <ErrorNote error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <SkeletonList rows={7} /> : null}
      <ul className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
        {query.data?.map((worker) => (
          <Worker key={worker.name} worker={worker} onPause={() => setPausing(worker.name)} />
        ))}
      </ul>
      {pausing ? <PauseDialog name={pausing} onClose={() => setPausing(null)} /> : null}
    </Section>
  );
}

/** What each kind does, in words; one that this page does not know yet says its name alone. */
export const DOES: Readonly<Record<string, string>> = m.workers.does;

function Worker({
  worker: { name, paused, paused_at, paused_by, reason },
  onPause,
}: {
  readonly worker: WorkerOut;
  readonly onPause: () => void;
}) {
  const me = useMe();
  const say = useSayMoment();
  const resume = useResumeWorker();
  const go = (): void =>
    resume.mutate(name, { onSuccess: () => toast({ text: m.workers.resumed(name) }) });
  const wasFirst = resume.error instanceof Problem && resume.error.code === "worker.not_paused";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5">
      {paused ? (
        <CirclePause aria-hidden size={20} className="shrink-0 text-medium" />
      ) : (
        <CirclePlay aria-hidden size={20} className="shrink-0 text-success" />
      )}
      <div className="min-w-0 grow basis-56">
        <p>
          <span className="font-medium">{name}</span>{" "}
          <span className={paused ? "text-medium" : "text-muted"}>
            {paused ? m.workers.isPaused : m.workers.isRunning}
          </span>
        </p>
        <p className="text-sm text-muted [overflow-wrap:anywhere]">
          {paused
            ? m.pausedBy(say(paused_at ?? ""), sayActor(paused_by ?? "", me.id), reason ?? "")
            : DOES[name]}
        </p>
      </div>
      {paused ? (
        <Button
          size="small"
          look="primary"
          aria-label={m.workers.resumeOf(name)}
          busy={resume.isPending}
          onClick={go}
        >
          {m.workers.resume}
        </Button>
      ) : (
        <Button size="small" aria-label={m.workers.pauseOf(name)} onClick={onPause}>
          {m.workers.pause}
        </Button>
      )}
      {wasFirst ? (
        <p role="alert" className="w-full text-sm text-muted">
          {m.workers.resumedMeanwhile}
        </p>
      ) : (
        <ErrorNote error={resume.error} />
      )}
    </li>
  );
}
