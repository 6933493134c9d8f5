import { useMe } from "@/api/me/get-me";
import { DatePicker } from "@/components/ui/date-picker";
import { Dialog } from "@/components/ui/dialog";
import { dayIn } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import type { Entry } from "./entries";
import { m } from "./messages";
import type { MoveEntry } from "./use-move";

/** Asks for the day to which a task goes. */
export function MoveDialog({
  entry,
  move,
  onClose,
}: {
  readonly entry: Entry;
  readonly move: MoveEntry;
  readonly onClose: () => void;
}) {
  const me = useMe();
  const today = dayIn(useNow(), me.zone);
  return (
    <Dialog onClose={onClose} title={m.otherDayOf(entry.title)} className="sm:max-w-xs">
      <DatePicker
        autoFocus
        value={entry.day}
        today={today}
        weekStart={me.week_start}
        onPick={(day) => {
          move(entry, day);
          onClose();
        }}
      />
    </Dialog>
  );
}
