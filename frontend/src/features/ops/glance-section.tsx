import type { UseQueryResult } from "@tanstack/react-query";
import type { OverviewOut } from "@/api/schema.gen";
import { ErrorNote } from "@/components/ui/error-note";
import { Section } from "@/components/ui/section";
import { SkeletonList } from "@/components/ui/skeleton";
import { GlanceTiles } from "./glance-tiles";
import { g } from "./messages";

/** Everything in numbers; what could not be asked says so above the rest. */
export function GlanceSection({ query }: { readonly query: UseQueryResult<OverviewOut> }) {
  const { data, error, isPending, refetch } = query;
  return (
    <Section title={g.title} text={g.text}>
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <SkeletonList rows={4} /> : null}
      {data?.kafka.reason ? <Away text={g.kafkaAway(data.kafka.reason)} /> : null}
      {data?.database.status === "unavailable" ? <Away text={g.databaseSlow} /> : null}
      {data ? <GlanceTiles overview={data} /> : null}
    </Section>
  );
}

function Away({ text }: { readonly text: string }) {
  return (
    <p
      role="status"
      className="rounded-lg bg-danger-soft px-3 py-2 text-sm [overflow-wrap:anywhere]"
    >
      {text}
    </p>
  );
}
