import { type KeyboardEvent, useId, useLayoutEffect, useRef } from "react";
import type { FieldProblem } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { m } from "./messages";
import { mended, placeOf } from "./mistake";

const BOX =
  "col-start-1 row-start-1 w-full px-3 py-2 font-mono text-sm leading-6 whitespace-pre-wrap wrap-anywhere";

/** The condition as text; what is wrong is marked where it stands, with what was perhaps meant. */
export function QueryInput({
  value,
  mistake,
  onChange,
  onSave,
}: {
  readonly value: string;
  /** What the server says is wrong with this text. */
  readonly mistake: FieldProblem | undefined;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
}) {
  const id = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (caret.current === null) return;
    input.current?.focus();
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  const place = mistake && placeOf(value, mistake);
  const mend = (fault: FieldProblem): void => {
    const after = mended(value, fault);
    caret.current = after.length - (placeOf(value, fault)?.after.length ?? 0);
    onChange(after);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onSave();
  };
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {m.query}
      </label>
      <div
        className={cn(
          "grid rounded-lg border border-line-strong bg-surface has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
          mistake && "border-danger",
        )}
      >
        <div aria-hidden className={cn(BOX, "min-h-16 text-transparent")}>
          {place ? (
            <>
              {place.before}
              <span className="rounded-sm bg-danger-soft shadow-[0_2px_0_var(--danger)]">
                {place.wrong || "\u00a0"}
              </span>
              {place.after}
            </>
          ) : (
            value
          )}
          {"\u200b"}
        </div>
        <textarea
          ref={input}
          id={id}
          value={value}
          maxLength={4000}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          aria-invalid={mistake ? true : undefined}
          aria-describedby={`${id}-told`}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          className={cn(BOX, "resize-none overflow-hidden bg-transparent outline-none")}
        />
      </div>
      <div id={`${id}-told`} aria-live="polite" className="text-sm">
        {mistake ? (
          <Mistake mistake={mistake} onMend={() => mend(mistake)} />
        ) : (
          <p className="text-muted">{m.queryHint}</p>
        )}
      </div>
    </div>
  );
}

export function Mistake({
  mistake,
  onMend,
}: {
  readonly mistake: FieldProblem;
  readonly onMend: () => void;
}) {
  const { suggestion, expected } = mistake;
  return (
    <div className="flex flex-col items-start gap-1.5">
      <p className="text-danger">{mistake.message}</p>
      {suggestion ? (
        <Button size="small" onClick={onMend}>
          {m.replaceWith(suggestion)}
        </Button>
      ) : null}
      {expected && expected.length > 0 && !suggestion ? (
        <p className="flex flex-wrap items-baseline gap-1.5 text-muted">
          {m.expected}
          {expected.map((each) => (
            <code key={each} className="rounded bg-hover px-1.5 py-0.5 text-xs text-text">
              {each}
            </code>
          ))}
        </p>
      ) : null}
    </div>
  );
}
