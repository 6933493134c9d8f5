import { Check } from "lucide-react";
import { RINGS } from "@/components/tasks/rings";
import { cn } from "@/lib/cn";

/** A box to tick: round for tasks, square for the steps of one. */
export function Tick({
  checked,
  label,
  onChange,
  priority = "none",
  square = false,
}: {
  readonly checked: boolean;
  readonly label: string;
  readonly onChange: () => void;
  readonly priority?: keyof typeof RINGS;
  readonly square?: boolean;
}) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      onClick={onChange}
      className={cn(
        "group/tick relative flex size-5 shrink-0 items-center justify-center border-2 transition after:absolute after:-inset-1.5",
        square ? "size-[1.125rem] rounded-md" : "rounded-full",
        RINGS[priority],
        checked && "border-success bg-success text-canvas",
      )}
    >
      <Check
        aria-hidden
        size={square ? 11 : 13}
        strokeWidth={3.5}
        className={checked ? "" : "opacity-0 group-hover/tick:opacity-50"}
      />
    </button>
  );
}
