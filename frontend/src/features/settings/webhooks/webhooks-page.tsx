import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { WebhookOut } from "@/api/schema.gen";
import { useDeleteWebhook, webhooksOptions } from "@/api/webhooks/webhooks";
import { SecretOnce } from "@/components/secret/secret-once";
import { Button } from "@/components/ui/button";
import { DeletionDialog } from "@/components/ui/deletion-dialog";
import { Nothing, Section } from "@/components/ui/section";
import { m as all } from "../messages";
import { SettingsPage } from "../parts/settings-page";
import { m } from "./messages";
import { NewWebhookForm } from "./webhook-form";
import { WebhookItem } from "./webhook-item";

/** Addresses that are told of events: made, tried out, looked after. */
export function WebhooksPage() {
  const { data: webhooks } = useSuspenseQuery(webhooksOptions());
  const [isMaking, setIsMaking] = useState(false);
  const [secret, setSecret] = useState<{ name: string; secret: string } | null>(null);
  const [doomed, setDoomed] = useState<WebhookOut | null>(null);
  const remove = useDeleteWebhook();
  return (
    <SettingsPage title={all.pages.webhooks} lead={m.lead}>
      {secret ? (
        <Section title={m.secretTitle(secret.name)} text={m.secretText}>
          <SecretOnce label={m.secret} secret={secret.secret} />
          <Button className="self-start" onClick={() => setSecret(null)}>
            {all.done}
          </Button>
        </Section>
      ) : null}
      <Section
        title={m.listTitle}
        actions={isMaking ? null : <Button onClick={() => setIsMaking(true)}>{m.make}</Button>}
      >
        {isMaking ? (
          <NewWebhookForm
            onMade={({ webhook, secret: made }) => {
              setSecret({ name: webhook.name, secret: made });
              setIsMaking(false);
            }}
            onClose={() => setIsMaking(false)}
          />
        ) : null}
        {webhooks.length === 0 && !isMaking ? <Nothing>{m.nothing}</Nothing> : null}
        <ul className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
          {webhooks.map((webhook) => (
            <WebhookItem
              key={webhook.id}
              webhook={webhook}
              onDelete={() => setDoomed(webhook)}
              onSecret={(made) => setSecret({ name: webhook.name, secret: made })}
            />
          ))}
        </ul>
      </Section>
      {doomed ? (
        <DeletionDialog
          title={m.deleteTitle(doomed.name)}
          text={m.deleteText}
          action={all.delete}
          deletion={remove}
          of={doomed}
          onClose={() => setDoomed(null)}
        />
      ) : null}
    </SettingsPage>
  );
}
