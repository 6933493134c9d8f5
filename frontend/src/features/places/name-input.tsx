import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { cn } from "@/lib/cn";

/** A name that is typed in place: Enter keeps it, Escape and nothing typed leave it. */
export function NameInput({
  label,
  value = "",
  maxLength = 120,
  className,
  onName,
  onClose,
}: {
  readonly label: string;
  readonly value?: string;
  readonly maxLength?: number;
  readonly className?: string;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => input.current?.select(), []);

  const finish = (isKept: boolean): void => {
    if (isOver.current) return; // it loses the focus as it goes
    isOver.current = true;
    const typed = name.trim();
    if (isKept && typed !== "" && typed !== value) onName(typed);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      finish(event.key === "Enter");
    }
  };
  return (
    <input
      ref={input}
      // biome-ignore lint/a11y/noAutofocus: it was just asked for, in this place
      autoFocus
      aria-label={label}
      value={name}
      maxLength={maxLength}
      autoComplete="off"
      onChange={(event) => setName(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => finish(true)}
      className={cn(
        "w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 py-1 text-text",
        className,
      )}
    />
  );
}
