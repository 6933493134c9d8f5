import { AlarmClock } from "lucide-react";
import { useState } from "react";
import { useMe } from "@/api/me/get-me";
import { useSnoozeReminder } from "@/api/reminders/snooze-reminder";
import { useTakeBackSnooze } from "@/api/reminders/take-back-snooze";
import type { SnoozeIn } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import { sayDone } from "@/components/ui/say-done";
import { sayFailed } from "@/components/ui/say-failed";
import { useAsking } from "@/components/ui/use-asking";
import { instantOf, LAST_MINUTE, soon } from "@/lib/instants";
import { sayInstant } from "@/lib/time";
import { toast } from "@/lib/toasts";
import { useNow } from "@/lib/use-now";
import { m as core } from "@/messages/core";
import { m } from "./messages";

const PRESETS = ["10m", "1h", "this_evening", "tomorrow", "next_week"] as const;

/** Puts a reminder off: it comes again later, and the task keeps its date. */
export function SnoozeMenu({
  taskId,
  reminderId,
}: {
  readonly taskId: string;
  /** The original, of a snooze, too. */
  readonly reminderId: string;
}) {
  const me = useMe();
  const [isAsking, setIsAsking] = useState(false);
  const snooze = useSnoozeReminder(taskId);
  const { mutateAsync: takeBack } = useTakeBackSnooze(taskId);
  // As promises: the row that was put off is gone once its list is read anew.
  const put = async (until: SnoozeIn): Promise<void> => {
    const { fire_at: at } = await snooze.mutateAsync({ id: reminderId, until });
    sayDone(
      m.snoozedUntil(at === null ? "" : sayInstant(at, me)),
      () => void takeBack(reminderId).then(() => toast({ text: m.takenBack }), sayFailed),
    );
  };
  return (
    <>
      <Menu
        trigger={
          <Button size="small" busy={snooze.isPending}>
            <AlarmClock aria-hidden size={14} />
            {m.snooze}
          </Button>
        }
      >
        {PRESETS.map((preset) => (
          <MenuItem key={preset} onSelect={() => void put({ preset }).catch(sayFailed)}>
            {m.presets[preset]}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuItem onSelect={() => setIsAsking(true)}>{m.snoozeCustom}</MenuItem>
      </Menu>
      {isAsking ? (
        <SnoozeDialog
          isBusy={snooze.isPending}
          onClose={() => setIsAsking(false)}
          onSnooze={(until) => put({ until })}
        />
      ) : null}
    </>
  );
}

function SnoozeDialog({
  isBusy,
  onClose,
  onSnooze,
}: {
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onSnooze: (until: string) => Promise<void>;
}) {
  const me = useMe();
  const { ask, error } = useAsking(onClose);
  const now = useNow();
  const [wall, setWall] = useState(() => soon(now, me.zone));
  return (
    <Dialog onClose={onClose} title={m.snoozeTitle} description={m.snoozeHint}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          ask(onSnooze(instantOf(wall, me.zone)));
        }}
      >
        <Field
          label={m.snoozeUntil}
          hint={m.inZone(me.zone)}
          type="datetime-local"
          required
          max={LAST_MINUTE}
          value={wall}
          onChange={({ currentTarget: { value } }) => setWall(value)}
        />
        <ErrorNote error={error} />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {core.cancel}
          </Button>
          <Button look="primary" type="submit" busy={isBusy}>
            {m.snooze}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A reminder that was put off goes on where it was. */
export function TakeBackButton({
  taskId,
  reminderId,
}: {
  readonly taskId: string;
  readonly reminderId: string;
}) {
  const { mutateAsync, isPending } = useTakeBackSnooze(taskId);
  return (
    <Button
      size="small"
      busy={isPending}
      onClick={() =>
        void mutateAsync(reminderId).then(() => toast({ text: m.takenBack }), sayFailed)
      }
    >
      {m.takeBack}
    </Button>
  );
}
