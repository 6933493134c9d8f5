import { useInfiniteQuery } from "@tanstack/react-query";
import type { WebhookDeliveryOut } from "@/api/schema.gen";
import { deliveriesOptions, useReplay, useReplayFailed } from "@/api/webhooks/deliveries";
import { Button } from "@/components/ui/button";
import { MoreButton } from "@/components/ui/load-more";
import { Nothing } from "@/components/ui/section";
import { SkeletonList } from "@/components/ui/skeleton";
import { Trouble } from "@/components/ui/trouble";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { cn } from "@/lib/cn";
import { toast } from "@/lib/toasts";
import { m as all } from "../messages";
import { m } from "./messages";

/** What was sent to a webhook, with what the other side said; it can be sent again. */
export function Deliveries({ webhookId }: { readonly webhookId: string }) {
  const deliveries = useInfiniteQuery(deliveriesOptions(webhookId));
  const replayFailed = useReplayFailed(webhookId);
  const list = deliveries.data ?? [];
  const hasFailed = list.some((each) => each.state === "failed");
  return (
    <div className="flex flex-col gap-2 rounded-lg bg-canvas px-3.5 py-2">
      <Trouble error={deliveries.error ?? replayFailed.error} />
      {deliveries.isPending ? <SkeletonList rows={3} /> : null}
      {deliveries.data?.length === 0 ? <Nothing>{m.deliveries.nothing}</Nothing> : null}
      <ul className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
        {list.map((delivery) => (
          <Delivery key={delivery.id} delivery={delivery} webhookId={webhookId} />
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <MoreButton pages={deliveries} size="small">
          {all.showMore}
        </MoreButton>
        {hasFailed ? (
          <Button
            size="small"
            busy={replayFailed.isPending}
            onClick={() =>
              replayFailed.mutate(undefined, {
                onSuccess: ({ ids }) => toast({ text: m.deliveries.replayed(ids.length) }),
              })
            }
          >
            {m.deliveries.replayFailed}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Delivery({
  delivery,
  webhookId,
}: {
  readonly delivery: WebhookDeliveryOut;
  readonly webhookId: string;
}) {
  const say = useSayMoment();
  const replay = useReplay(webhookId);
  const { state, status, answer, attempts, next_attempt_at: next } = delivery;
  const words: Readonly<Record<string, string>> = m.events;
  const facts = [
    say(delivery.created_at),
    status === null ? "" : `HTTP ${status}`,
    answer ?? "",
    attempts > 1 ? m.deliveries.attempts(attempts) : "",
    state === "waiting" && next !== null && attempts > 0 ? m.deliveries.next(say(next)) : "",
  ];
  return (
    <li className="flex flex-wrap items-center gap-3 py-2">
      <span
        className={cn(
          "rounded-full px-2 py-0.5 text-xs font-medium",
          state === "failed" && "bg-danger-soft text-danger",
          state === "sent" && "bg-token-date",
          state === "waiting" && "bg-hover",
        )}
      >
        {m.deliveries.states[state]}
      </span>
      <div className="min-w-0 grow basis-48">
        <p>{words[delivery.event_type] ?? delivery.event_type}</p>
        <p className="text-sm break-words text-muted">{facts.filter(Boolean).join(" · ")}</p>
        <Trouble error={replay.error} />
      </div>
      {state === "waiting" ? null : (
        <Button size="small" busy={replay.isPending} onClick={() => replay.mutate(delivery.id)}>
          {m.deliveries.replay}
        </Button>
      )}
    </li>
  );
}
