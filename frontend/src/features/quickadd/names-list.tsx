import { AtSign, Hash } from "lucide-react";
import type { KeyboardEvent } from "react";
import { m } from "./messages";
import type { Names } from "./use-names";

/** The id of one name of the list, for the box that stays the one with the focus. */
export const nameId = (listId: string, at: number): string => `${listId}-${at}`;

/** Projects or labels that fit what is being written; the keys are those of the box. */
export function NamesList({
  names: { listId, mention, names, at, mark },
  onTake,
}: {
  readonly names: Names;
  readonly onTake: (name: string) => void;
}) {
  const isProject = mention?.sign === "#";
  const Icon = isProject ? Hash : AtSign;
  return (
    <>
      {names.length > 0 ? (
        <div
          id={listId}
          role="listbox"
          aria-label={isProject ? m.projects : m.labels}
          className="-mt-1 animate-fade rounded-xl border border-line bg-raised p-1 shadow-float"
        >
          {names.map((name, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the box
            <div
              key={name}
              id={nameId(listId, index)}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onPointerMove={() => index !== at && mark(index)}
              onMouseDown={(event) => event.preventDefault()} // the box keeps the focus
              onClick={() => onTake(name)}
              className="flex min-h-8 cursor-default items-center gap-2.5 rounded-lg px-2.5 py-1 text-[0.9375rem] aria-selected:bg-hover pointer-coarse:min-h-11"
            >
              <Icon aria-hidden size={15} className="shrink-0 text-muted" />
              <bdi className="min-w-0 grow truncate">{name}</bdi>
            </div>
          ))}
        </div>
      ) : null}
      <p aria-live="polite" className="sr-only">
        {names.length > 0 ? m.namesFit(names.length) : ""}
      </p>
    </>
  );
}

/** What a key of the box does to the list; true if it does something, and nothing else then. */
export function keyOfNames(
  event: KeyboardEvent,
  { names, at, mark }: Names,
  onTake: (name: string) => void,
): boolean {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  const count = names.length;
  if (count === 0 || ctrlKey || metaKey || altKey || shiftKey) return false;
  const name = names[at];
  if (key === "ArrowDown") mark((at + 1) % count);
  else if (key === "ArrowUp") mark(at <= 0 ? count - 1 : at - 1);
  else if ((key === "Enter" || key === "Tab") && name !== undefined) onTake(name);
  else return false;
  return true;
}
