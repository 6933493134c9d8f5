import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleCheck, ExternalLink } from "lucide-react";
import { letterStatsOptions } from "@/api/ops/letters";
import { overviewOptions } from "@/api/ops/overview";
import { redrivesOptions } from "@/api/ops/redrives";
import { workersOptions } from "@/api/ops/workers";
import type { LinksOut } from "@/api/schema.gen";
import { AreaPage } from "@/components/area/area-page";
import { AsOf } from "@/components/area/as-of";
import { opsLink } from "@/components/area/links";
import { ErrorNote } from "@/components/ui/error-note";
import { Section } from "@/components/ui/section";
import { SkeletonList } from "@/components/ui/skeleton";
import { ChannelsSection } from "./channels-section";
import { ComingSection } from "./coming-section";
import { GlanceSection } from "./glance-section";
import { GroupsSection } from "./groups-section";
import { Heaps } from "./heaps";
import { g, m } from "./messages";
import { RedriveRow } from "./redrive-row";
import { WorkersSection } from "./workers-section";

/** What is at work, what died, and what is sent again, as it is now. */
export function OverviewPage() {
  const workers = useQuery(workersOptions());
  const overview = useQuery(overviewOptions());
  const { kafka, database } = overview.data ?? {};
  return (
    <AreaPage
      title={m.overview.title}
      lead={<AsOf at={overview.dataUpdatedAt} isStale={overview.isError} />}
      actions={overview.data ? <Beside links={overview.data.links} /> : null}
    >
      <GlanceSection query={overview} />
      {kafka && kafka.groups.length > 0 ? <GroupsSection groups={kafka.groups} /> : null}
      {database?.channels ? <ChannelsSection channels={database.channels} /> : null}
      {database?.coming ? <ComingSection coming={database.coming} /> : null}
      <WorkersSection query={workers} />
      <LettersSection />
      <RedrivesSection />
      <MissedSection />
    </AreaPage>
  );
}

/** What draws curves and traces, where the server is told of it. */
function Beside({ links }: { readonly links: LinksOut }) {
  const places = [
    { name: "Grafana", url: links.grafana },
    { name: "Zipkin", url: links.zipkin && `${links.zipkin}/zipkin/` },
  ];
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1 empty:hidden">
      {places.map(({ name, url }) =>
        url ? (
          <a
            key={name}
            href={url}
            target="_blank"
            rel="noreferrer"
            className="inline-flex min-h-6 items-center gap-1.5 text-accent underline underline-offset-2"
          >
            {name}
            <ExternalLink aria-hidden size={15} />
          </a>
        ) : null,
      )}
    </div>
  );
}

const REBUILD = "rondel reminders rebuild --dry-run";

/** What is done at the server, because it takes longer than a request may. */
function MissedSection() {
  return (
    <Section title={g.missed.title} text={g.missed.text}>
      <code className="self-start rounded bg-hover px-2 py-1 text-sm">{REBUILD}</code>
    </Section>
  );
}

function LettersSection() {
  const { data, error, refetch } = useQuery(letterStatsOptions());
  const isNone = data?.by_event_type.length === 0;
  return (
    <Section
      title={m.overview.letters}
      text={m.overview.lettersText}
      actions={
        <Link {...opsLink("dead-letters")} className="text-accent underline underline-offset-2">
          {m.overview.allLetters}
        </Link>
      }
    >
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <SkeletonList rows={3} /> : null}
      {isNone ? (
        <p className="flex items-center gap-2 text-muted">
          <CircleCheck aria-hidden size={18} className="text-success" />
          {m.overview.noLetters}
        </p>
      ) : null}
      {data && !isNone ? (
        <div className="grid gap-5 md:grid-cols-2">
          <Heaps title={m.byType} heaps={data.by_event_type} by="event_type" />
          <Heaps title={m.byFingerprint} heaps={data.by_fingerprint} by="fingerprint" />
        </div>
      ) : null}
    </Section>
  );
}

function RedrivesSection() {
  const { data, error, refetch } = useInfiniteQuery(redrivesOptions());
  const running = data?.filter((redrive) => redrive.state === "running") ?? [];
  return (
    <Section
      title={m.overview.redrives}
      actions={
        <Link {...opsLink("redrives")} className="text-accent underline underline-offset-2">
          {m.overview.allRedrives}
        </Link>
      }
    >
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {data && running.length === 0 ? <p className="text-muted">{m.overview.noRedrives}</p> : null}
      <ul className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
        {running.map((redrive) => (
          <RedriveRow key={redrive.id} redrive={redrive} />
        ))}
      </ul>
    </Section>
  );
}
