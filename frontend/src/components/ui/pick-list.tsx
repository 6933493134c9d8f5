import { Check, Minus } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { cn } from "@/lib/cn";
import { INPUT } from "./field";

/** Something that can be picked. */
export interface Choice {
  readonly id: string;
  readonly name: string;
  readonly icon?: ReactNode;
  /** Picked now; `some`: of several things, but not of all. */
  readonly picked?: boolean | "some";
  /** The key that picks it. */
  readonly shortcut?: string;
}

/** A list of choices: arrows go through them, Enter picks, and words narrow it down. */
export function PickList({
  label,
  choices,
  onPick,
  search,
  multiple = false,
  none,
}: {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly onPick: (choice: Choice) => void;
  /** With a field for words; what was typed decides which choices are given. */
  readonly search?: { readonly text: string; readonly onText: (text: string) => void };
  readonly multiple?: boolean;
  /** Shown when there is no choice. */
  readonly none?: string;
}) {
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      choices.findIndex(({ picked }) => picked === true),
    ),
  );
  const listId = useId();
  const box = useRef<HTMLDivElement>(null);
  const current = choices[Math.min(at, choices.length - 1)];
  const optionId = (choice: Choice): string => `${listId}-${choices.indexOf(choice)}`;

  useLayoutEffect(() => {
    box.current?.querySelector("[data-current]")?.scrollIntoView({ block: "nearest" });
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = search !== undefined;
    const to = placeOfKey(event.key, at, choices.length, isTyping);
    if (to !== undefined) setAt(to);
    const choice = pickOfKey(event.key, choices, current, isTyping);
    if (choice) onPick(choice);
    if (to !== undefined || choice || event.key === "Enter") event.preventDefault();
  };

  const describing = {
    "aria-activedescendant": current ? optionId(current) : undefined,
    onKeyDown,
  };
  return (
    <div className="flex min-h-0 flex-col gap-1.5">
      {search ? (
        <input
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-autocomplete="list"
          aria-label={label}
          placeholder={label}
          className={cn(INPUT, "py-1.5")}
          value={search.text}
          onChange={(event) => {
            setAt(0);
            search.onText(event.target.value);
          }}
          {...describing}
        />
      ) : null}
      <div
        ref={box}
        id={listId}
        role="listbox"
        aria-label={label}
        aria-multiselectable={multiple || undefined}
        className="max-h-64 overflow-y-auto rounded-md outline-none"
        {...(search ? {} : { tabIndex: 0, ...describing })}
      >
        {choices.map((choice) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field or the list
          <div
            key={choice.id}
            id={optionId(choice)}
            role="option"
            tabIndex={-1}
            aria-selected={choice.picked === true}
            data-current={choice === current ? "" : undefined}
            onPointerMove={() => setAt(choices.indexOf(choice))}
            onClick={() => onPick(choice)}
            className="flex cursor-default items-center gap-2.5 rounded-md px-2.5 py-1.5 text-[0.9375rem] data-current:bg-hover pointer-coarse:py-3"
          >
            {choice.icon}
            <span dir="auto" className="min-w-0 grow truncate">
              {choice.name}
            </span>
            {choice.picked === "some" ? (
              <Minus aria-hidden size={16} className="text-muted" />
            ) : null}
            {choice.picked === true ? (
              <Check aria-hidden size={16} className="text-accent" />
            ) : null}
            {choice.shortcut ? <kbd className="text-xs text-muted">{choice.shortcut}</kbd> : null}
          </div>
        ))}
      </div>
      {choices.length === 0 && none ? (
        <p className="px-2.5 py-2 text-sm text-muted">{none}</p>
      ) : null}
    </div>
  );
}

/** Where the key goes; Home and End are the field's own while somebody types. */
function placeOfKey(key: string, at: number, count: number, isTyping: boolean): number | undefined {
  if (count === 0) return undefined;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return (at - 1 + count) % count;
  if (isTyping) return undefined;
  return { Home: 0, End: count - 1 }[key];
}

function pickOfKey(
  key: string,
  choices: readonly Choice[],
  current: Choice | undefined,
  isTyping: boolean,
): Choice | undefined {
  if (key === "Enter" || (key === " " && !isTyping)) return current;
  return isTyping ? undefined : choices.find(({ shortcut }) => shortcut === key);
}
