import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { type Day, longDay } from "@/lib/time";
import { DayList } from "./day-list";
import type { Entry } from "./entries";
import { m } from "./messages";
import type { MoveEntry } from "./use-move";

interface DayDialogProps {
  readonly day: Day;
  readonly today: Day;
  readonly entries: readonly Entry[];
  readonly move: MoveEntry;
  readonly onAdd: (words: string) => void;
  readonly onClose: () => void;
}

/** A day with all that is on it. */
export function DayDialog({ day, today, entries, move, onAdd, onClose }: DayDialogProps) {
  const title = longDay(day);
  return (
    <Dialog onClose={onClose} title={title}>
      {entries.length === 0 ? <p className="text-muted">{m.emptyDay}</p> : null}
      <DayList entries={entries} today={today} label={title} move={move} onLeave={onClose} />
      <Button
        look="quiet"
        className="self-start text-accent"
        onClick={() => {
          onClose();
          onAdd(`${day} `);
        }}
      >
        <Plus aria-hidden size={17} />
        {m.add}
      </Button>
    </Dialog>
  );
}
