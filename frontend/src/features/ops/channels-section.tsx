import type { ChannelHealthOut, OverviewOut } from "@/api/schema.gen";
import { Section } from "@/components/ui/section";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { g } from "./messages";
import { MoodMark } from "./mood-mark";

type Channels = NonNullable<OverviewOut["database"]["channels"]>;

const KINDS: Readonly<Record<string, string>> = g.channels.kinds;

/** What became of messages lately, by kind of channel. */
export function ChannelsSection({ channels }: { readonly channels: Channels }) {
  const say = useSayMoment();
  return (
    <Section title={g.channels.title} text={g.channels.since(say(channels.since))}>
      {channels.items.length === 0 ? <p className="text-muted">{g.channels.none}</p> : null}
      <ul className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
        {channels.items.map((channel) => (
          <li key={channel.kind} className="flex items-start gap-3 py-2.5">
            <span className="pt-0.5">
              <MoodMark mood={failsNow(channel) ? "odd" : "good"} />
            </span>
            <div className="min-w-0">
              <p>
                <span className="font-medium">{KINDS[channel.kind] ?? channel.kind}</span>{" "}
                <span className="text-muted">
                  {g.channels.counts(channel.sent, channel.failed, channel.sending)}
                </span>
              </p>
              <p className="text-sm text-muted [overflow-wrap:anywhere]">
                {lastOf(channel, say).join(" · ")}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Whether a failure came after all that was sent. */
const failsNow = ({ last_sent_at: sent, last_failed_at: failed }: ChannelHealthOut): boolean =>
  failed !== null && (sent === null || Date.parse(failed) > Date.parse(sent));

const lastOf = (channel: ChannelHealthOut, say: (instant: string) => string): string[] => [
  ...(channel.last_sent_at ? [g.channels.lastSent(say(channel.last_sent_at))] : []),
  ...(channel.last_failed_at
    ? [g.channels.lastFailed(say(channel.last_failed_at), channel.last_failure ?? "")]
    : []),
];
