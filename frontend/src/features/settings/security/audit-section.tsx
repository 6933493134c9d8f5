import { useInfiniteQuery } from "@tanstack/react-query";
import { useMe } from "@/api/me/get-me";
import type { AuditEntryOut } from "@/api/schema.gen";
import { auditOptions } from "@/api/security/audit";
import { MoreButton } from "@/components/ui/load-more";
import { Section } from "@/components/ui/section";
import { SkeletonList } from "@/components/ui/skeleton";
import { Trouble } from "@/components/ui/trouble";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { m as all } from "../messages";
import { m } from "./messages";

/** What was done to the account, when and by whom. */
export function AuditSection() {
  const audit = useInfiniteQuery(auditOptions());
  return (
    <Section title={m.audit.title} text={m.audit.text}>
      <Trouble error={audit.error} />
      {audit.isPending ? <SkeletonList rows={4} /> : null}
      <ol className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
        {audit.data?.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      <MoreButton pages={audit} size="small" className="self-start">
        {all.showMore}
      </MoreButton>
    </Section>
  );
}

function Entry({ entry }: { readonly entry: AuditEntryOut }) {
  const { id } = useMe();
  const say = useSayMoment();
  const words: Readonly<Record<string, string>> = m.audit.actions;
  const who = entry.actor_id === id || entry.actor_id === null ? null : entry.actor;
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
      <span>
        {words[entry.action] ?? entry.action}
        {who ? <span className="text-muted">{` · ${m.audit.by(who)}`}</span> : null}
        {entry.reason ? <span className="text-muted">{` · ${entry.reason}`}</span> : null}
      </span>
      <time dateTime={entry.happened_at} className="text-sm text-muted tabular-nums">
        {say(entry.happened_at)}
      </time>
    </li>
  );
}
