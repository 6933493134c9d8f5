import { useState } from "react";
import type { Scope } from "@/api/tasks/change-series";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { m as core } from "@/messages/core";
import { m } from "@/messages/scope";

export const SCOPES: readonly Scope[] = ["this", "following", "all"];

/** Asks which occurrences of a series a change means. */
export function ScopeDialog({
  onChoose,
  onCancel,
  scopes = SCOPES,
  texts = {},
  mayRemember = false,
}: {
  readonly onChoose: (scope: Scope, remember: boolean) => void;
  readonly onCancel: () => void;
  /** Those that make sense for this change: a rule alone cannot be changed for one. */
  readonly scopes?: readonly Scope[];
  /** What a scope means, where the usual words do not say it. */
  readonly texts?: Partial<Record<Scope, string>>;
  /** Whether the answer can count for the next changes, too. */
  readonly mayRemember?: boolean;
}) {
  const [remember, setRemember] = useState(false);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onCancel()}
      title={m.title}
      description={m.question}
    >
      <ul className="flex flex-col gap-2">
        {scopes.map((scope) => (
          <li key={scope}>
            <button
              type="button"
              onClick={() => onChoose(scope, remember)}
              className="flex w-full flex-col rounded-xl border border-line bg-surface px-4 py-3 text-left transition hover:border-accent hover:bg-hover"
            >
              <span className="font-medium">{m.scopes[scope].name}</span>
              <span className="text-sm text-muted">{texts[scope] ?? m.scopes[scope].text}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="text-sm text-muted">{m.done}</p>
      <div className="flex flex-wrap items-center justify-between gap-3">
        {mayRemember ? (
          <label className="flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-(--accent)"
              checked={remember}
              onChange={(event) => setRemember(event.target.checked)}
            />
            {m.remember}
          </label>
        ) : null}
        <Button look="quiet" className="ml-auto" onClick={onCancel}>
          {core.cancel}
        </Button>
      </div>
    </Dialog>
  );
}
