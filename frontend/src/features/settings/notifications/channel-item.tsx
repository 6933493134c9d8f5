import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { useChangeChannel, useRenewChannelSecret } from "@/api/channels/channels";
import type { ChannelOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import { Trouble } from "@/components/ui/trouble";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { m as core } from "@/messages/core";
import { m as all } from "../messages";
import { Switch } from "../parts/switch";
import { ChangeChannelForm } from "./channel-form";
import { ChannelTest } from "./channel-test";
import { m } from "./messages";

/** A channel: where it leads, how it went, and what can be done with it. */
export function ChannelItem({
  channel,
  onDelete,
  onSecret,
}: {
  readonly channel: ChannelOut;
  readonly onDelete: () => void;
  readonly onSecret: (secret: string | null) => void;
}) {
  const [isChanging, setIsChanging] = useState(false);
  const change = useChangeChannel();
  const renew = useRenewChannelSecret();
  if (isChanging) {
    return (
      <li className="py-4">
        <ChangeChannelForm channel={channel} onClose={() => setIsChanging(false)} />
      </li>
    );
  }
  // A switch shows at once what was asked for; the server has the last word.
  const isOn = change.isPending
    ? (change.variables.fields.enabled ?? channel.enabled)
    : channel.enabled;
  return (
    <li className="flex flex-wrap items-center gap-3 py-3">
      <div className="min-w-0 grow basis-48">
        <p className="truncate font-medium">{channel.name}</p>
        <p className="truncate text-sm text-muted">
          {`${m.kinds[channel.kind].name} · ${channel.target}`}
        </p>
        <State channel={channel} />
      </div>
      <ChannelTest channel={channel.id} name={channel.name} />
      <Switch
        label={m.channels.switchOf(channel.name)}
        checked={isOn}
        onChange={(enabled) => change.mutate({ channel, fields: { enabled } })}
      />
      <Menu
        trigger={
          <Button look="quiet" size="icon" aria-label={m.channels.moreOf(channel.name)}>
            <MoreHorizontal aria-hidden size={18} />
          </Button>
        }
      >
        <MenuItem onSelect={() => setIsChanging(true)}>{m.channels.change}</MenuItem>
        {channel.kind === "webhook" ? (
          <MenuItem
            onSelect={() =>
              renew.mutate(channel.id, { onSuccess: (answer) => onSecret(answer.secret) })
            }
          >
            {m.channels.renewSecret}
          </MenuItem>
        ) : null}
        <MenuLine />
        <MenuItem danger onSelect={onDelete}>
          {all.delete}
        </MenuItem>
      </Menu>
      <Trouble error={change.error ?? renew.error} />
      <span className="sr-only" role="status">
        {change.isPending ? core.loading : ""}
      </span>
    </li>
  );
}

function State({ channel }: { readonly channel: ChannelOut }) {
  const say = useSayMoment();
  if (channel.disabled_reason !== null) {
    return <p className="text-sm text-danger">{m.channels.reasons[channel.disabled_reason]}</p>;
  }
  const { last_failed_at: failed, last_sent_at: sent, last_error: error } = channel;
  if (failed !== null && (sent === null || failed > sent)) {
    return <p className="text-sm text-danger">{m.channels.failed(say(failed), error ?? "")}</p>;
  }
  return (
    <p className="text-sm text-muted">{sent ? m.channels.sent(say(sent)) : m.channels.unused}</p>
  );
}
