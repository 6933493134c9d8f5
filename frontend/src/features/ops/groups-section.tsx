import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import type { GroupLagOut, RetryTierOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { sayLength, sayRate } from "./amounts";
import { g } from "./messages";
import { MoodMark } from "./mood-mark";
import { moodOfGroup } from "./moods";
import { PartitionSpread } from "./partition-spread";

/** Each consumer group: how far it is behind, how fast it goes, and who is there. */
export function GroupsSection({ groups }: { readonly groups: readonly GroupLagOut[] }) {
  return (
    <Section title={g.groups.title} text={g.groups.text}>
      <ul className="-my-1.5 flex flex-col divide-y divide-line">
        {groups.map((group) => (
          <Group key={group.name} group={group} />
        ))}
      </ul>
    </Section>
  );
}

function Group({ group }: { readonly group: GroupLagOut }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const say = useSayMoment();
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 py-2.5">
      <span className="pt-0.5">
        <MoodMark mood={moodOfGroup(group)} />
      </span>
      <div className="min-w-0 grow basis-56">
        <p>
          <span className="font-medium">{group.name}</span>{" "}
          <span className="text-muted">{headOf(group)}</span>
        </p>
        <p className="text-sm text-muted [overflow-wrap:anywhere]">
          {factsOf(group, say).join(" · ")}
        </p>
      </div>
      <Button
        size="small"
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={g.groups.showOf(group.name)}
        onClick={() => setOpen(!isOpen)}
      >
        {g.groups.show}
        <ChevronDown
          aria-hidden
          size={16}
          className={isOpen ? "rotate-180 transition-transform" : "transition-transform"}
        />
      </Button>
      <div id={id} hidden={!isOpen} className="w-full">
        {isOpen ? <PartitionSpread group={group.name} /> : null}
      </div>
    </li>
  );
}

function sayTier(tier: RetryTierOut, say: (instant: string) => string): string {
  const waiting = g.groups.retry(tier.waiting, sayLength(tier.delay_seconds));
  return tier.next_at ? `${waiting} (${g.groups.next(say(tier.next_at))})` : waiting;
}

function headOf(group: GroupLagOut): string {
  const age = group.oldest_age_seconds;
  const waits = g.groups.lag(group.lag);
  return age === null ? waits : `${waits}, ${g.oldest(sayLength(age))}`;
}

function factsOf(group: GroupLagOut, say: (instant: string) => string): readonly string[] {
  const { incoming_per_second: incoming, outgoing_per_second: outgoing } = group;
  const retries = group.retries.filter(({ waiting }) => waiting > 0);
  return [
    g.groups.members(group.members),
    ...(group.paused ? [g.groups.rests] : []),
    ...(group.state.endsWith("Rebalance") ? [g.groups.rebalancing] : []),
    ...(group.unassigned > 0 ? [g.groups.unassigned(group.unassigned)] : []),
    ...(group.largest_in ? [g.groups.largest(group.largest_lag, group.largest_in)] : []),
    ...(incoming !== null && outgoing !== null
      ? [g.groups.rates(sayRate(incoming), sayRate(outgoing))]
      : []),
    ...(group.last_handled_at ? [g.groups.lastHandled(say(group.last_handled_at))] : []),
    ...(retries.length > 0
      ? [g.groups.retries(retries.map((tier) => sayTier(tier, say)).join(", "))]
      : []),
    ...(group.missing_topics.length > 0 ? [g.groups.missing(group.missing_topics.join(", "))] : []),
  ];
}
