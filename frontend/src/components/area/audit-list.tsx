import { Link } from "@tanstack/react-router";
import { useMe } from "@/api/me/get-me";
import type { AuditEntryOut } from "@/api/schema.gen";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { sayActor, shortIds } from "./actors";
import { adminLink } from "./links";
import { ACTIONS, m } from "./messages";

/** Who did what, when and why. */
export function AuditList({ entries }: { readonly entries: readonly AuditEntryOut[] }) {
  return (
    <ol className="flex flex-col divide-y divide-line rounded-xl border border-line bg-surface px-4">
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
    </ol>
  );
}

function Entry({ entry }: { readonly entry: AuditEntryOut }) {
  const me = useMe();
  const say = useSayMoment();
  const details = Object.entries(entry.details);
  const who = sayActor(entry.actor, me.id);
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 py-3">
      <time
        dateTime={entry.happened_at}
        title={entry.happened_at}
        className="w-32 shrink-0 text-sm text-muted tabular-nums"
      >
        {say(entry.happened_at)}
      </time>
      <div className="min-w-0 grow basis-64">
        <p className="[overflow-wrap:anywhere]">
          <span className="font-medium">{ACTIONS[entry.action] ?? entry.action}</span>{" "}
          <span title={entry.target}>{shortIds(entry.target)}</span>
        </p>
        <p className="text-sm text-muted [overflow-wrap:anywhere]">
          {me.role === "admin" && entry.actor_id ? (
            <Link
              {...adminLink(`users/${entry.actor_id}`)}
              title={entry.actor}
              className="underline underline-offset-2"
            >
              {who}
            </Link>
          ) : (
            <span title={entry.actor}>{who}</span>
          )}
          {entry.reason ? ` · ${entry.reason}` : null}
        </p>
        {details.length > 0 ? (
          <details className="mt-1 text-sm">
            <summary className="w-fit text-muted">{m.details}</summary>
            <pre className="mt-1 overflow-x-auto rounded-lg bg-hover p-2.5 text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">
              {JSON.stringify(entry.details, null, 2)}
            </pre>
          </details>
        ) : null}
      </div>
    </li>
  );
}
