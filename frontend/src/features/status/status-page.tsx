import { useQuery } from "@tanstack/react-query";
import { Check, CloudOff, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import type { PunctualityOut, StatusOut, WindowOut } from "@/api/schema.gen";
import { statusOptions } from "@/api/status/get-status";
import { cn } from "@/lib/cn";
import { locale } from "@/lib/messages";
import { browserClockwork, formatTime, sayInstant, wallTime } from "@/lib/time";
import { usePageTitle } from "@/lib/use-page-title";
import { sayLength, sayShare, shareOnTime } from "./figures";
import { LatenessChart } from "./lateness-chart";
import { m } from "./messages";

type Whole = StatusOut["status"] | "unreachable" | "checking";

/** How this installation is, for everybody: one sentence first, then what it rests on. */
export function StatusPage({ home }: { readonly home: ReactNode }) {
  const { data, error, dataUpdatedAt } = useQuery(statusOptions());
  const whole: Whole = error ? "unreachable" : (data?.status ?? "checking");
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-3xl flex-col gap-8 px-5 py-8 md:py-14">
      <header className="flex items-center justify-between">
        <p className="font-semibold text-accent">{m.rondel}</p>
        {home}
      </header>
      <Statement whole={whole} waits={waitOf(data?.reminders ?? null)} />
      {error && data ? <p className="text-muted">{m.lastKnown(timeOf(dataUpdatedAt))}</p> : null}
      {data ? (
        <>
          <Parts components={data.components} />
          <Punctuality reminders={data.reminders} />
          <p className="mt-auto flex flex-wrap gap-x-4 pt-2 text-sm text-muted">
            {m.version(data.version)}
            <a href="/licenses.txt" className="underline underline-offset-2 hover:text-text">
              {m.licenses}
            </a>
          </p>
        </>
      ) : null}
    </main>
  );
}

const timeOf = (instant: number): string => {
  const clockwork = browserClockwork();
  return formatTime(wallTime(instant, clockwork.zone), clockwork);
};

const SIGNS = {
  ok: { icon: Check, look: "bg-success text-canvas", text: m.okText },
  degraded: { icon: TriangleAlert, look: "bg-medium text-canvas", text: m.degradedText },
  down: { icon: X, look: "bg-danger text-canvas", text: m.downText },
  unreachable: { icon: CloudOff, look: "bg-danger text-canvas", text: m.unreachableText },
  checking: { icon: Check, look: "animate-pulse bg-line text-line", text: "" },
} as const;

/** How long the oldest reminder that is late has waited, in words. */
const waitOf = (reminders: PunctualityOut | null): string | null =>
  reminders?.waiting_since
    ? sayLength(Date.parse(reminders.counted_at) - Date.parse(reminders.waiting_since))
    : null;

function Statement({ whole, waits }: { readonly whole: Whole; readonly waits: string | null }) {
  usePageTitle(m.title);
  const { icon: Icon, look, text: usual } = SIGNS[whole];
  const text = whole === "degraded" && waits !== null ? m.lateText(waits) : usual;
  return (
    <div role="status" className="flex items-start gap-5">
      <span
        aria-hidden
        className={cn("flex size-14 shrink-0 items-center justify-center rounded-full", look)}
      >
        <Icon size={30} strokeWidth={2.5} />
      </span>
      <div className="pt-1">
        <h1 className="text-3xl font-semibold tracking-tight text-balance">{m[whole]}</h1>
        {text ? <p className="mt-1.5 text-muted">{text}</p> : null}
      </div>
    </div>
  );
}

const DOTS = { ok: "bg-success", degraded: "bg-medium", down: "bg-danger" } as const;

function Parts({ components }: Pick<StatusOut, "components">) {
  return (
    <section aria-labelledby="parts">
      <h2 id="parts" className="mb-2 font-semibold">
        {m.parts}
      </h2>
      <ul className="overflow-hidden rounded-xl border border-line bg-surface">
        {Object.entries(components).map(([name, state]) => (
          <li
            key={name}
            className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-b-0"
          >
            <span aria-hidden className={cn("size-2.5 rounded-full", DOTS[state])} />
            <span className="grow">{partName(name)}</span>
            <span className="text-sm text-muted">{m.state[state]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const partName = (name: string): string =>
  Object.entries(m.part).find(([known]) => known === name)?.[1] ?? name;

function Punctuality({ reminders }: Pick<StatusOut, "reminders">) {
  return (
    <section aria-labelledby="punctuality" className="flex flex-col gap-3">
      <h2 id="punctuality" className="font-semibold">
        {m.punctuality}
      </h2>
      {reminders === null ? (
        <p className="text-muted">{m.noNumbers}</p>
      ) : (
        <Numbers reminders={reminders} />
      )}
    </section>
  );
}

function Numbers({ reminders }: { readonly reminders: PunctualityOut }) {
  const { measured_since: since, counted_at: counted, late_after_ms: limit } = reminders;
  const clockwork = browserClockwork();
  return (
    <>
      <Window name={m.day} window={reminders.last_24_hours} limit={limit} />
      <Window name={m.month} window={reminders.last_30_days} limit={limit} />
      <p className="text-sm text-muted">
        {m.whatIsMeasured} {m.chartText(sayLength(limit))}{" "}
        {since ? m.measuredSince(sayInstant(since, clockwork)) : ""}{" "}
        {m.countedAt(timeOf(Date.parse(counted)))}
      </p>
    </>
  );
}

interface WindowProps {
  readonly name: string;
  readonly window: WindowOut;
  readonly limit: number;
}

function Window({ name, window, limit }: WindowProps) {
  const share = shareOnTime(window);
  const { lateness_ms: lateness } = window;
  return (
    <article className="flex flex-col gap-4 rounded-xl border border-line bg-surface p-4 md:p-5">
      <div>
        <h3 className="text-sm text-muted">{name}</h3>
        {share === null ? (
          <p className="mt-0.5">{m.none}</p>
        ) : (
          <p className="mt-0.5 flex flex-wrap items-baseline gap-x-3">
            <strong className="text-2xl font-semibold tracking-tight">
              {m.onTime(sayShare(share))}
            </strong>
            <span className="text-sm text-muted">{m.onTimeHint(sayLength(limit))}</span>
          </p>
        )}
      </div>
      {lateness ? (
        <>
          <p>
            {m.half(sayLength(lateness.p50))} {m.most(sayLength(lateness.p99))}{" "}
            {m.latest(sayLength(lateness.max))}
          </p>
          <LatenessChart lateness={lateness} lateAfter={limit} />
        </>
      ) : null}
      <Counts name={name} window={window} />
    </article>
  );
}

const COUNTS = ["sent", "late", "missed", "failed", "skipped"] as const;

/** How many of each kind; kinds that there were none of are left out. */
function Counts({ name, window }: Pick<WindowProps, "name" | "window">) {
  const shown = COUNTS.filter((kind) => window[kind] > 0);
  if (shown.length === 0) return null;
  return (
    <dl aria-label={m.counts(name)} className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
      {shown.map((kind) => (
        <div key={kind} className="flex gap-1.5">
          <dt className="text-muted">{m[kind]}</dt>
          <dd className="font-medium tabular-nums">{window[kind].toLocaleString(locale)}</dd>
        </div>
      ))}
    </dl>
  );
}
