import { Ban, Check } from "lucide-react";
import { Dialog } from "@/components/ui/dialog";
import { cn } from "@/lib/cn";
import { COLORS } from "./colors";
import { m } from "./messages";

/** Chooses the colour of a project, a filter or a label. */
export function ColorDialog({
  name,
  color,
  onColor,
  onClose,
}: {
  readonly name: string;
  readonly color: string | null;
  readonly onColor: (color: string | null) => void;
  readonly onClose: () => void;
}) {
  const choose = (chosen: string | null): void => {
    if (chosen !== color) onColor(chosen);
    onClose();
  };
  return (
    <Dialog onClose={onClose} title={m.colorOf(name)} className="sm:max-w-xs">
      <ul className="grid grid-cols-5 gap-2">
        {COLORS.map(([value, title]) => (
          <li key={value}>
            <Swatch title={title} color={value} isChosen={color === value} onChoose={choose} />
          </li>
        ))}
      </ul>
      <button
        type="button"
        aria-pressed={color === null}
        onClick={() => choose(null)}
        className="flex items-center gap-2 self-start rounded-lg px-2 py-1 text-muted hover:bg-hover hover:text-text pointer-coarse:py-2.5"
      >
        <Ban aria-hidden size={16} />
        {m.noColor}
      </button>
    </Dialog>
  );
}

function Swatch({
  title,
  color,
  isChosen,
  onChoose,
}: {
  readonly title: string;
  readonly color: string;
  readonly isChosen: boolean;
  readonly onChoose: (color: string) => void;
}) {
  return (
    <button
      type="button"
      title={title}
      aria-label={title}
      aria-pressed={isChosen}
      onClick={() => onChoose(color)}
      className="flex size-11 items-center justify-center rounded-full hover:bg-hover"
    >
      <span
        style={{ backgroundColor: color }}
        className={cn(
          "flex size-7 items-center justify-center rounded-full text-white",
          isChosen && "ring-2 ring-text ring-offset-2 ring-offset-raised",
        )}
      >
        {isChosen ? <Check aria-hidden size={16} strokeWidth={3} /> : null}
      </span>
    </button>
  );
}
