import { ChevronDown, MoreHorizontal } from "lucide-react";
import { useId, useState } from "react";
import type { WebhookOut } from "@/api/schema.gen";
import { useTestWebhook } from "@/api/webhooks/deliveries";
import { useChangeWebhook, useRenewWebhookSecret } from "@/api/webhooks/webhooks";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import { Trouble } from "@/components/ui/trouble";
import { cn } from "@/lib/cn";
import { m as all } from "../messages";
import { Switch } from "../parts/switch";
import { Deliveries } from "./deliveries";
import { m } from "./messages";
import { ChangeWebhookForm } from "./webhook-form";

/** A webhook: where it leads, whether it is on, and what was sent. */
export function WebhookItem({
  webhook,
  onDelete,
  onSecret,
}: {
  readonly webhook: WebhookOut;
  readonly onDelete: () => void;
  readonly onSecret: (secret: string) => void;
}) {
  const id = useId();
  const [isChanging, setIsChanging] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  const change = useChangeWebhook();
  const renew = useRenewWebhookSecret();
  const test = useTestWebhook(webhook.id);
  if (isChanging) {
    return (
      <li className="py-4">
        <ChangeWebhookForm webhook={webhook} onClose={() => setIsChanging(false)} />
      </li>
    );
  }
  const isOn = change.isPending
    ? (change.variables.fields.enabled ?? webhook.enabled)
    : webhook.enabled;
  return (
    <li className="flex flex-col gap-3 py-3">
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-0 grow basis-48">
          <p className="truncate font-medium">{webhook.name}</p>
          <p className="truncate text-sm text-muted">{webhook.target}</p>
          <p className="text-sm text-muted">{m.eventCount(webhook.event_types.length)}</p>
          {webhook.disabled_reason ? (
            <p className="text-sm text-danger">{m.reasons[webhook.disabled_reason]}</p>
          ) : null}
        </div>
        <Button
          size="small"
          busy={test.isPending}
          aria-label={m.sendTestTo(webhook.name)}
          onClick={() => test.mutate(undefined, { onSuccess: () => setIsOpen(true) })}
        >
          {m.test}
        </Button>
        <Switch
          label={m.switchOf(webhook.name)}
          checked={isOn}
          onChange={(enabled) => change.mutate({ webhook, fields: { enabled } })}
        />
        <Menu
          trigger={
            <Button look="quiet" size="icon" aria-label={m.moreOf(webhook.name)}>
              <MoreHorizontal aria-hidden size={18} />
            </Button>
          }
        >
          <MenuItem onSelect={() => setIsChanging(true)}>{m.change}</MenuItem>
          <MenuItem
            onSelect={() =>
              renew.mutate(webhook.id, { onSuccess: (answer) => onSecret(answer.secret) })
            }
          >
            {m.renewSecret}
          </MenuItem>
          <MenuLine />
          <MenuItem danger onSelect={onDelete}>
            {all.delete}
          </MenuItem>
        </Menu>
      </div>
      <Trouble error={change.error ?? renew.error ?? test.error} />
      <Button
        look="quiet"
        size="small"
        className="-ml-2.5 self-start"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        <ChevronDown aria-hidden size={15} className={cn("transition", isOpen && "rotate-180")} />
        {m.deliveries.title}
      </Button>
      <div id={id}>{isOpen ? <Deliveries webhookId={webhook.id} /> : null}</div>
    </li>
  );
}
