import { Switch as Radix } from "radix-ui";

/** On or off, at once. */
export function Switch({
  id,
  label,
  checked,
  onChange,
  disabled = false,
}: {
  readonly id?: string;
  /** Its name, where no label stands beside it. */
  readonly label?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}) {
  return (
    <Radix.Root
      {...(id ? { id } : {})}
      {...(label ? { "aria-label": label } : {})}
      checked={checked}
      disabled={disabled}
      onCheckedChange={onChange}
      className="inline-flex h-6 w-11 shrink-0 items-center rounded-full bg-line-strong p-0.5 transition disabled:opacity-55 data-[state=checked]:bg-accent"
    >
      <Radix.Thumb className="size-5 rounded-full bg-surface shadow transition data-[state=checked]:translate-x-5" />
    </Radix.Root>
  );
}
