import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";

export interface Choice {
  readonly value: string;
  readonly name: string;
  readonly icon?: ReactNode;
}

/** A button that shows what is chosen, and opens a menu of what else there is. */
export function ChoiceMenu({
  label,
  value,
  choices,
  onChoose,
  children,
}: {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChoose: (value: string) => void;
  /** What the button shows. */
  readonly children: ReactNode;
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>
        <button type="button" className={VALUE}>
          <span className="sr-only">{`${label}: `}</span>
          {children}
        </button>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-80 animate-rise overflow-y-auto rounded-xl border border-line bg-raised p-1.5 shadow-float"
        >
          <Radix.RadioGroup value={value} onValueChange={onChoose}>
            {choices.map((choice) => (
              <Radix.RadioItem
                key={choice.value}
                value={choice.value}
                className="flex cursor-default items-center gap-2.5 rounded-md px-2.5 py-1.5 outline-none select-none data-highlighted:bg-hover pointer-coarse:py-3"
              >
                {choice.icon}
                <bdi className="min-w-0 grow truncate">{choice.name}</bdi>
                <Radix.ItemIndicator>
                  <Check aria-hidden size={15} className="text-accent" />
                </Radix.ItemIndicator>
              </Radix.RadioItem>
            ))}
          </Radix.RadioGroup>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A value of a task that can be pressed. */
export const VALUE =
  "flex min-h-8 min-w-0 items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-hover pointer-coarse:min-h-11";
