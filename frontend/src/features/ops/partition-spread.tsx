import { useQuery } from "@tanstack/react-query";
import { groupLagOptions } from "@/api/ops/overview";
import type { PartitionLagOut } from "@/api/schema.gen";
import { ErrorNote } from "@/components/ui/error-note";
import { SkeletonList } from "@/components/ui/skeleton";
import { language } from "@/lib/messages";
import { sayLength } from "./amounts";
import { g } from "./messages";

const number = (value: number): string => value.toLocaleString(language);

/** Where a group stands in each partition, the furthest behind first. */
export function PartitionSpread({ group }: { readonly group: string }) {
  const { data, error, isPending, refetch } = useQuery(groupLagOptions(group));
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (isPending) return <SkeletonList rows={3} />;
  if (data.reason) return <p className="text-sm text-muted">{g.kafkaAway(data.reason)}</p>;
  const words = g.groups;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways needs the keyboard
    <section className="overflow-x-auto" aria-label={words.showOf(group)} tabIndex={0}>
      <table className="w-full text-left text-sm tabular-nums">
        <caption className="sr-only">{words.spread(group)}</caption>
        <thead className="text-muted">
          <tr>
            {[words.partition, words.waits, words.age, words.position, words.end, words.host].map(
              (head, index) => (
                <th
                  key={head}
                  scope="col"
                  className={`py-1 pr-4 font-medium ${index > 0 && index < 5 ? "text-right" : ""}`}
                >
                  {head}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {[...data.partitions].sort(byLag).map((each) => (
            <Row key={`${each.topic}/${each.partition}`} place={each} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ place }: { readonly place: PartitionLagOut }) {
  const age = place.oldest_age_seconds;
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-1 pr-4 font-normal whitespace-nowrap">
        {`${place.topic}/${place.partition}`}
      </th>
      <td className="py-1 pr-4 text-right">{number(place.lag)}</td>
      <td className="py-1 pr-4 text-right whitespace-nowrap">
        {age === null ? "–" : sayLength(age)}
      </td>
      <td className="py-1 pr-4 text-right">{number(place.position)}</td>
      <td className="py-1 pr-4 text-right">{number(place.end)}</td>
      <td className={place.host ? "py-1" : "py-1 text-danger"}>{place.host ?? g.groups.nobody}</td>
    </tr>
  );
}

const byLag = (one: PartitionLagOut, other: PartitionLagOut): number => other.lag - one.lag;
