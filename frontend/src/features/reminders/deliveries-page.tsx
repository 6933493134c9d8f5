import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { MailCheck } from "lucide-react";
import {
  deliveriesOptions,
  MESSAGE_STATES,
  type MessageState,
} from "@/api/deliveries/list-deliveries";
import type { ReceiptOut } from "@/api/schema.gen";
import { Page } from "@/components/layout/page";
import { Button } from "@/components/ui/button";
import { Toggle } from "@/components/ui/choice";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { SkeletonList } from "@/components/ui/skeleton";
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
  const { data, error, hasNextPage, isFetchingNextPage } = query;
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
      {hasNextPage ? (
        <Button
          className="mt-4"
          busy={isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {m.more}
        </Button>
      ) : null}
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

function Message({ receipt }: { readonly receipt: ReceiptOut }) {
  return (
    <li className="flex flex-col gap-2 border-b border-line py-3 text-sm last:border-0">
      <Timeline receipt={receipt} />
      {receipt.task_id === null ? (
        <p className="text-muted">{m.digest}</p>
      ) : (
        <Link
          to="/tasks/$taskId/schedule"
          params={{ taskId: receipt.task_id }}
          className="self-start text-accent underline"
        >
          {m.ofTask}
        </Link>
      )}
    </li>
  );
}
