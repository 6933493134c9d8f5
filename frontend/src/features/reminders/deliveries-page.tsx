import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { MailCheck } from "lucide-react";
import { deliveriesOptions } from "@/api/deliveries/list-deliveries";
import { MESSAGE_STATES, type MessageState } from "@/api/deliveries/states";
import type { ReceiptOut } from "@/api/schema.gen";
import { taskOptions } from "@/api/tasks/get-task";
import { Page } from "@/components/layout/page";
import { Toggle } from "@/components/ui/choice";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { MoreButton } from "@/components/ui/load-more";
import { SkeletonList } from "@/components/ui/skeleton";
import { Problem } from "@/lib/problem";
import { m } from "./messages";
import { Timeline } from "./receipts";

/** Every message of the account, the newest first: that it left, or why it did not. */
export function DeliveriesPage({
  state,
  onState,
}: {
  readonly state: MessageState | undefined;
  readonly onState: (state: MessageState | undefined) => void;
}) {
  const query = useInfiniteQuery(deliveriesOptions(state));
  const { data, error } = query;
  return (
    <Page title={m.deliveriesTitle} lead={m.deliveriesLead}>
      <div role="group" aria-label={m.filter} className="mb-4 flex flex-wrap gap-2">
        <Toggle isOn={state === undefined} onToggle={() => onState(undefined)}>
          {m.all}
        </Toggle>
        {MESSAGE_STATES.map((each) => (
          <Toggle key={each} isOn={state === each} onToggle={() => onState(each)}>
            {m.states[each]}
          </Toggle>
        ))}
      </div>
      {error ? <ErrorNote error={error} onRetry={() => void query.refetch()} /> : null}
      {data === undefined && !error ? <SkeletonList /> : null}
      {data?.length === 0 ? <Nothing isFiltered={state !== undefined} /> : null}
      <ul className="flex flex-col">
        {data?.map((receipt) => (
          <Message key={receipt.id ?? receipt.reminder_id} receipt={receipt} />
        ))}
      </ul>
      <MoreButton pages={query} className="mt-4">
        {m.more}
      </MoreButton>
    </Page>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  return (
    <EmptyState
      icon={<MailCheck size={28} />}
      title={isFiltered ? m.deliveriesNoneTitle : m.deliveriesEmptyTitle}
      text={isFiltered ? m.deliveriesNoneText : m.deliveriesEmptyText}
    />
  );
}

/** A message: of which task, and what happened to it. */
function Message({ receipt }: { readonly receipt: ReceiptOut }) {
  return (
    <li className="flex flex-col gap-1.5 border-b border-line py-3 last:border-0">
      {receipt.task_id === null ? (
        <p className="font-medium">{m.digest}</p>
      ) : (
        <OfTask taskId={receipt.task_id} />
      )}
      <div className="text-sm">
        <Timeline receipt={receipt} />
      </div>
    </li>
  );
}

/** The title of the task, which receipts do not have; many of them are of the same one. */
function OfTask({ taskId }: { readonly taskId: string }) {
  const { data, error } = useQuery(taskOptions(taskId));
  if (error instanceof Problem && error.status === 404) {
    return <p className="font-medium text-muted">{m.ofLostTask}</p>;
  }
  return (
    <Link
      to="/tasks/$taskId/schedule"
      params={{ taskId }}
      className="self-start font-medium break-words underline-offset-2 hover:underline"
    >
      <bdi>{data?.title ?? m.ofTask}</bdi>
    </Link>
  );
}
