import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { channelsOptions, useDeleteChannel } from "@/api/channels/channels";
import { useMe } from "@/api/me/get-me";
import type { ChannelOut } from "@/api/schema.gen";
import { SecretOnce } from "@/components/secret/secret-once";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { SureDialog } from "@/components/ui/sure-dialog";
import { toast } from "@/lib/toasts";
import { m as all } from "../messages";
import { NewChannelForm } from "./channel-form";
import { ChannelItem } from "./channel-item";
import { ChannelTest } from "./channel-test";
import { m } from "./messages";

/** Ways that reminders go: made, tried out, switched off, deleted. */
export function ChannelsSection() {
  const { email } = useMe();
  const { data: channels } = useSuspenseQuery(channelsOptions());
  const [isAdding, setIsAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [doomed, setDoomed] = useState<ChannelOut | null>(null);
  return (
    <Section
      title={m.channels.title}
      text={m.channels.text}
      actions={
        isAdding ? null : <Button onClick={() => setIsAdding(true)}>{m.channels.add}</Button>
      }
    >
      {secret !== null ? (
        <div className="flex flex-col gap-3 rounded-lg bg-accent-soft px-4 py-4">
          <SecretOnce label={m.channels.secret} secret={secret} />
          <Button size="small" className="self-start" onClick={() => setSecret(null)}>
            {all.done}
          </Button>
        </div>
      ) : null}
      {isAdding ? (
        <NewChannelForm
          onMade={(made) => {
            setSecret(made.secret);
            setIsAdding(false);
            toast({ text: m.channels.added(made.channel.name) });
          }}
          onClose={() => setIsAdding(false)}
        />
      ) : null}
      <ul className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
        <li className="flex flex-wrap items-center gap-3 py-3">
          <div className="min-w-0 grow basis-48">
            <p className="font-medium">{m.email}</p>
            <p className="truncate text-sm text-muted">{email}</p>
          </div>
          <ChannelTest channel="email" name={m.email} />
        </li>
        {channels.map((channel) => (
          <ChannelItem
            key={channel.id}
            channel={channel}
            onDelete={() => setDoomed(channel)}
            onSecret={setSecret}
          />
        ))}
      </ul>
      {doomed ? <DeleteChannel channel={doomed} onClose={() => setDoomed(null)} /> : null}
    </Section>
  );
}

function DeleteChannel({
  channel,
  onClose,
}: {
  readonly channel: ChannelOut;
  readonly onClose: () => void;
}) {
  const remove = useDeleteChannel();
  return (
    <SureDialog
      title={m.channels.deleteTitle(channel.name)}
      text={m.channels.deleteText}
      action={all.delete}
      busy={remove.isPending}
      error={remove.error}
      onYes={() =>
        remove.mutate(channel, {
          onSuccess: ({ reminders_moved }) => {
            onClose();
            toast({ text: m.channels.deleted(channel.name, reminders_moved) });
          },
        })
      }
      onClose={onClose}
    />
  );
}
