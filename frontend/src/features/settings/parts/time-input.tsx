import { useState } from "react";
import { INPUT } from "@/components/ui/field";
import { cn } from "@/lib/cn";

/** A time of day, saved when it is left or Enter is pressed; an incomplete one is put back. */
export function TimeInput({
  id,
  value,
  onSave,
}: {
  readonly id: string;
  /** `09:00`. */
  readonly value: string;
  readonly onSave: (value: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const save = (): void => {
    if (typed !== null && typed !== "" && typed !== value.slice(0, 5)) onSave(typed);
    setTyped(null);
  };
  return (
    <input
      id={id}
      type="time"
      required
      className={cn(INPUT, "w-36")}
      value={typed ?? value.slice(0, 5)}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === "Enter") save();
      }}
    />
  );
}
