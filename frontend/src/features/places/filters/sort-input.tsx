import { ArrowDownUp, Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { m } from "./messages";
import { type Choice, Select } from "./select";

const MOST = 5;
const CHOICES: readonly Choice[] = Object.entries(m.sorts);

const titleOf = (key: string): string => CHOICES.find(([value]) => value === key)?.[1] ?? key;

/** The keys of an order, `priority,-due`; a minus turns one round. */
export const keysOf = (sort: string): string[] =>
  sort
    .split(",")
    .map((key) => key.trim())
    .filter(Boolean);

/** By what the tasks are sorted, the first key first. */
export function SortInput({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (sort: string) => void;
}) {
  const keys = keysOf(value);
  const names = keys.map((key) => key.replace(/^-/, ""));
  const set = (after: readonly string[]): void => onChange(after.join(","));
  const free = CHOICES.filter(([name]) => !names.includes(name));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">{m.order}</legend>
      <ol className="flex flex-col gap-2">
        {keys.map((key, place) => (
          <SortKey
            key={names[place]}
            name={names[place] ?? key}
            isReversed={key.startsWith("-")}
            number={place + 1}
            free={free}
            onKey={(changed) => set(keys.map((each, index) => (index === place ? changed : each)))}
            onRemove={() => set(keys.filter((_, index) => index !== place))}
          />
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-3">
        {free[0] && keys.length < MOST ? (
          <Button size="small" onClick={() => set([...keys, free[0]?.[0] ?? "due"])}>
            <Plus aria-hidden size={14} />
            {m.addKey}
          </Button>
        ) : null}
        <p className="text-sm text-muted">{hintOf(keys)}</p>
      </div>
    </fieldset>
  );
}

function hintOf(keys: readonly string[]): string {
  if (keys.length === 0) return m.defaultOrder;
  return keys.join() === "manual" ? m.manualHint : m.orderHint;
}

function SortKey({
  name,
  isReversed,
  number,
  free,
  onKey,
  onRemove,
}: {
  readonly name: string;
  readonly isReversed: boolean;
  readonly number: number;
  readonly free: readonly Choice[];
  readonly onKey: (key: string) => void;
  readonly onRemove: () => void;
}) {
  const title = titleOf(name);
  return (
    <li className="flex items-center gap-2">
      <Select
        label={m.keyOf(number)}
        value={name}
        choices={[[name, title], ...free]}
        onChange={(event) => onKey(event.target.value)}
      />
      <Button
        look="quiet"
        aria-pressed={isReversed}
        aria-label={m.reverseOf(title)}
        className="aria-pressed:bg-accent-soft aria-pressed:text-accent"
        onClick={() => onKey(isReversed ? name : `-${name}`)}
      >
        <ArrowDownUp aria-hidden size={16} />
        <span className="max-sm:sr-only">{m.reverse}</span>
      </Button>
      <Button look="quiet" size="icon" aria-label={m.removeKey(title)} onClick={onRemove}>
        <X aria-hidden size={16} />
      </Button>
    </li>
  );
}
