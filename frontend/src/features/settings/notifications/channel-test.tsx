import { useQuery } from "@tanstack/react-query";
import { channelTestOptions, useTestChannel } from "@/api/channels/test-channel";
import type { ChannelTestOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { Trouble } from "@/components/ui/trouble";
import { m } from "./messages";

/** Sends a test message, and says what came of it. */
export function ChannelTest({
  channel,
  name,
}: {
  /** Its id, or `email`. */
  readonly channel: string;
  readonly name: string;
}) {
  const test = useTestChannel();
  return (
    <>
      <Button
        size="small"
        busy={test.isPending}
        aria-label={m.test.sendTo(name)}
        onClick={() => test.mutate(channel)}
      >
        {m.test.send}
      </Button>
      <div role="status" className="order-last w-full empty:hidden">
        {test.isPending ? <p className="text-sm text-muted">{m.test.sending}</p> : null}
        {test.data ? <Outcome key={test.data.id} test={test.data} /> : null}
      </div>
      {test.error ? (
        <div className="order-last w-full">
          <Trouble error={test.error} />
        </div>
      ) : null}
    </>
  );
}

function Outcome({ test: begun }: { readonly test: ChannelTestOut }) {
  const { data: test } = useQuery(channelTestOptions(begun));
  if (test.state === "sent") {
    return <p className="text-sm text-success">{m.test.sent(test.answer ?? "")}</p>;
  }
  if (test.state === "failed") {
    return <p className="text-sm text-danger">{m.test.failed(test.answer ?? "")}</p>;
  }
  return <p className="text-sm text-muted">{m.test.waiting}</p>;
}
