import { X } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { INPUT } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { cn } from "@/lib/cn";
import { m } from "./messages";
import { offsetOf, sayOffset, type Unit } from "./offsets";

/** Reminders that a task gets by itself: how long before, each with a way to take it out. */
export function OffsetList({
  label,
  hint,
  none,
  units,
  offsets,
  error,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  /** Said when there are none. */
  readonly none: string;
  readonly units: readonly Unit[];
  readonly offsets: readonly string[];
  readonly error: string | undefined;
  readonly onChange: (offsets: string[]) => void;
}) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className="flex flex-col gap-2">
      <div>
        <p id={id} className="font-medium">
          {label}
        </p>
        <p className="text-sm text-muted">{hint}</p>
      </div>
      <ul className="flex flex-wrap gap-2">
        {offsets.length === 0 ? <li className="text-muted">{none}</li> : null}
        {offsets.map((offset) => (
          <li
            key={offset}
            className="inline-flex items-center gap-1 rounded-full bg-token-reminder py-0.5 pr-1 pl-3"
          >
            {sayOffset(offset)}
            <button
              type="button"
              aria-label={m.takeOut(sayOffset(offset))}
              className="rounded-full p-1 hover:bg-hover pointer-coarse:p-2.5"
              onClick={() => onChange(offsets.filter((each) => each !== offset))}
            >
              <X aria-hidden size={14} />
            </button>
          </li>
        ))}
      </ul>
      {error ? <p className="text-sm text-danger">{error}</p> : null}
      <NewOffset
        label={label}
        units={units}
        onAdd={(offset) => {
          if (!offsets.includes(offset)) onChange([...offsets, offset]);
        }}
      />
    </div>
  );
}

function NewOffset({
  label,
  units,
  onAdd,
}: {
  readonly label: string;
  readonly units: readonly Unit[];
  readonly onAdd: (offset: string) => void;
}) {
  const [count, setCount] = useState("10");
  const [unit, setUnit] = useState<Unit>(units[0] ?? "minutes");
  const add = (event: FormEvent): void => {
    event.preventDefault();
    onAdd(offsetOf(Number(count), unit));
  };
  return (
    <form onSubmit={add} className="flex flex-wrap items-center gap-2">
      <input
        type="number"
        min={0}
        max={999}
        required
        aria-label={m.howMany(label)}
        className={cn(INPUT, "w-20")}
        value={count}
        onChange={(event) => setCount(event.target.value)}
      />
      <Select
        aria-label={m.whichUnit(label)}
        className="w-36 sm:w-36"
        value={unit}
        onChange={(event) => setUnit(event.target.value as Unit)}
      >
        {units.map((each) => (
          <option key={each} value={each}>
            {m.unitBefore[each]}
          </option>
        ))}
      </Select>
      <Button type="submit">{m.addOffset}</Button>
    </form>
  );
}
