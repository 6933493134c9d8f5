import { useQuery } from "@tanstack/react-query";
import { retryPoliciesOptions, schedulesOptions, useRunSchedule } from "@/api/ops/schedules";
import type { RetryPolicyOut, WorkerScheduleOut } from "@/api/schema.gen";
import { AreaPage } from "@/components/area/area-page";
import { AsOf } from "@/components/area/as-of";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Nothing, Section } from "@/components/ui/section";
import { SkeletonList } from "@/components/ui/skeleton";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { toast } from "@/lib/toasts";
import { useNow } from "@/lib/use-now";
import { sayLength } from "./amounts";
import { CodeName } from "./code-name";
import { g } from "./messages";
import { MoodMark } from "./mood-mark";
import { moodOfSchedule } from "./moods";

const w = g.schedules;

/** What workers do from time to time, and when events are tried again. */
export function SchedulesPage() {
  const { data, dataUpdatedAt, error, isPending, refetch } = useQuery(schedulesOptions());
  return (
    <AreaPage title={w.title} lead={<AsOf at={dataUpdatedAt} isStale={error !== null} />}>
      <Section title={w.name} text={w.lead}>
        {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
        {isPending ? <SkeletonList /> : null}
        {data?.length === 0 ? <Nothing>{w.none}</Nothing> : null}
        <ul className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
          {data?.map((schedule) => (
            <Schedule key={schedule.name} schedule={schedule} />
          ))}
        </ul>
      </Section>
      <RetriesSection />
    </AreaPage>
  );
}

function Schedule({ schedule }: { readonly schedule: WorkerScheduleOut }) {
  const say = useSayMoment();
  const now = useNow();
  const run = useRunSchedule();
  const mood = moodOfSchedule(schedule, now);
  const facts = factsOf(schedule, say, mood === "bad");
  const go = (): void =>
    run.mutate(schedule.name, { onSuccess: () => toast({ text: w.told(schedule.name) }) });
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 py-2.5">
      <span className="pt-0.5">
        <MoodMark mood={mood} />
      </span>
      <div className="min-w-0 grow basis-56">
        <p className="[overflow-wrap:anywhere]">
          <span className="font-medium">
            <CodeName name={schedule.name} />
          </span>{" "}
          <span className="text-muted">{w.every(sayLength(schedule.every_seconds))}</span>
        </p>
        <p className="text-sm text-muted">{doesOf(schedule.name)}</p>
        <p className="text-sm text-muted [overflow-wrap:anywhere]">{facts.join(" · ")}</p>
      </div>
      <Button
        size="small"
        aria-label={w.runOf(schedule.name)}
        busy={run.isPending}
        disabled={schedule.asked_at !== null}
        onClick={go}
      >
        {w.run}
      </Button>
      <ErrorNote error={run.error} />
    </li>
  );
}

function doesOf(name: string): string {
  const [, job = ""] = name.split(".");
  if (job.startsWith("prune_"))
    return w.does.prune(job.slice("prune_".length).replaceAll("_", " "));
  return job === "overdue" || job === "reconcile" ? w.does[job] : "";
}

function factsOf(
  schedule: WorkerScheduleOut,
  say: (instant: string) => string,
  isLate: boolean,
): readonly string[] {
  const { last_started_at: at, last_seconds: seconds, last_outcome: outcome } = schedule;
  const next = say(schedule.next_at);
  return [
    ...(schedule.asked_at ? [w.asked] : []),
    at && seconds !== null ? w.last(say(at), sayLength(seconds)) : w.never,
    ...(outcome ? [w.outcomes[outcome]] : []),
    ...(schedule.last_error ? [w.error(schedule.last_error)] : []),
    isLate ? w.lateNext(next) : w.next(next),
  ];
}

function RetriesSection() {
  const { data, error, refetch } = useQuery(retryPoliciesOptions());
  return (
    <Section title={g.retries.title} text={g.retries.text}>
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      <ul className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
        {data?.map((policy) => (
          <li key={policy.event_type} className="flex flex-wrap gap-x-3 py-1.5 text-sm">
            <span className="min-w-0 grow basis-56 font-medium [overflow-wrap:anywhere]">
              <CodeName name={policy.event_type} />
            </span>
            <span className="min-w-0 grow-2 basis-72 text-muted">{sayPolicy(policy)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const sayPolicy = (policy: RetryPolicyOut): string =>
  [
    policy.groups.join(", "),
    g.retries.here(policy.tries_here),
    g.retries.afterDelays(policy.delays_seconds.map(sayLength).join(", ")),
    g.retries.inAll(sayLength(policy.in_all_seconds)),
  ].join(" · ");
