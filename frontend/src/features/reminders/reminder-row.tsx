import { ChevronDown, Ellipsis, Mail, Pencil, Send, Trash2, Webhook } from "lucide-react";
import { lazy, Suspense, useId, useState } from "react";
import type { ChannelOut, ReminderOut, ReminderWordsOut, TaskOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { cn } from "@/lib/cn";
import { readDuration } from "@/lib/instants";
import type { Clockwork } from "@/lib/time";
import { m } from "./messages";
import { SnoozeMenu, TakeBackButton } from "./snooze-menu";
import { canSnooze, sayLength, sayReminder, sayState } from "./words";

const Receipts = lazy(() => import("./receipts"));

export interface ReminderRowProps {
  readonly task: TaskOut;
  readonly reminder: ReminderOut;
  readonly words: ReminderWordsOut | undefined;
  readonly channels: readonly ChannelOut[];
  readonly now: number;
  readonly clockwork: Clockwork;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

const TONES = {
  plain: "text-muted",
  good: "text-success",
  bad: "text-danger",
  quiet: "text-muted",
};

/** Whether its time came once: before that, nothing became of it. */
const canHaveReceipts = ({ state, fire_at: at, nag }: ReminderOut, now: number): boolean =>
  state !== "idle" &&
  (state !== "scheduled" || Date.parse(at ?? "") <= now || (nag?.sent ?? 0) > 0);

/** One reminder: when, how it stands, by which ways; what became of it opens below. */
export function ReminderRow(props: ReminderRowProps) {
  const { task, reminder, words, now, clockwork } = props;
  const [isOpen, setIsOpen] = useState(false);
  const receiptsId = useId();
  const said = sayReminder(reminder, clockwork);
  const state = sayState(reminder, words, now, clockwork);
  const original = reminder.snooze_of ?? reminder.id;
  const isWaitingSnooze = reminder.snooze_of !== null && reminder.state === "scheduled";
  return (
    <li className="flex flex-col gap-2 border-b border-line py-2.5 last:border-0">
      <div className="flex items-start gap-3">
        <Ways reminder={reminder} channels={props.channels} />
        <div className="min-w-0 grow">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className={cn(state.tone === "quiet" && "text-muted")}>{said}</span>
            {reminder.urgent ? <Badge text={m.urgent} /> : null}
          </p>
          <p className={cn("text-sm", TONES[state.tone])}>{state.text}</p>
          {reminder.nag ? <p className="text-sm text-muted">{sayNag(reminder.nag)}</p> : null}
          <div className="mt-1.5 flex flex-wrap items-center gap-1.5">
            {canHaveReceipts(reminder, now) ? (
              <Button
                look="quiet"
                size="small"
                className="-ml-2.5"
                aria-expanded={isOpen}
                aria-controls={receiptsId}
                onClick={() => setIsOpen(!isOpen)}
              >
                {m.became}
                <ChevronDown
                  aria-hidden
                  size={14}
                  className={cn("transition", isOpen && "rotate-180")}
                />
              </Button>
            ) : null}
            {task.status === "open" && canSnooze(reminder, now) ? (
              <SnoozeMenu taskId={task.id} reminderId={original} />
            ) : null}
            {isWaitingSnooze ? <TakeBackButton taskId={task.id} reminderId={original} /> : null}
          </div>
        </div>
        {reminder.snooze_of === null && task.status === "open" ? (
          <RowMenu said={said} onEdit={props.onEdit} onRemove={props.onRemove} />
        ) : null}
      </div>
      <div id={receiptsId}>
        {isOpen ? (
          <Suspense>
            <Receipts reminderId={reminder.id} />
          </Suspense>
        ) : null}
      </div>
    </li>
  );
}

function RowMenu({
  said,
  onEdit,
  onRemove,
}: {
  readonly said: string;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}) {
  return (
    <Menu
      trigger={
        <Button look="quiet" size="icon" aria-label={m.menu(said)}>
          <Ellipsis aria-hidden size={16} />
        </Button>
      }
    >
      <MenuItem icon={<Pencil aria-hidden size={16} />} onSelect={onEdit}>
        {m.edit}
      </MenuItem>
      <MenuItem danger icon={<Trash2 aria-hidden size={16} />} onSelect={onRemove}>
        {m.remove}
      </MenuItem>
    </Menu>
  );
}

function sayNag({ every, max }: NonNullable<ReminderOut["nag"]>): string {
  const read = readDuration(every);
  return m.nag(read === null ? every : sayLength(read), max);
}

function Badge({ text }: { readonly text: string }) {
  return (
    <span className="rounded-full bg-danger-soft px-2 py-px text-xs font-medium text-danger">
      {text}
    </span>
  );
}

const ICONS = { webhook: Webhook } as const;

/** By which ways it comes, as pictures with names. */
function Ways({
  reminder,
  channels,
}: {
  readonly reminder: ReminderOut;
  readonly channels: readonly ChannelOut[];
}) {
  return (
    <span className="mt-1 flex shrink-0 flex-col gap-1 text-muted">
      {reminder.channels.map((id) => {
        const channel = channels.find((each) => each.id === id);
        const name = id === "email" ? m.email : (channel?.name ?? m.otherChannel);
        const Icon = id === "email" ? Mail : channel?.kind === "webhook" ? ICONS.webhook : Send;
        return (
          <span key={id} title={name}>
            <Icon role="img" aria-label={`${m.by} ${name}`} size={16} />
          </span>
        );
      })}
    </span>
  );
}
