import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import type { Entry } from "./entries";
import { m } from "./messages";
import { isDay } from "./search";
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
  const [day, setDay] = useState(entry.day);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isDay(day)) return;
    move(entry, day);
    onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={m.otherDayOf(entry.title)}>
      <form onSubmit={submit} className="flex items-end gap-3">
        <div className="grow">
          <Field
            label={m.day}
            type="date"
            required
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
        </div>
        <Button type="submit" look="primary" disabled={!isDay(day)}>
          {m.move}
        </Button>
      </form>
    </Dialog>
  );
}
