import { useState } from "react";
import type { Scope } from "@/api/tasks/change-series";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { m as core } from "@/messages/core";
import { m } from "@/messages/scope";
import { ScopeChoices } from "./scope-choices";

const SCOPES: readonly Scope[] = ["this", "following", "all"];

/** Asks which occurrences of a series a change means. */
export function ScopeDialog({
  onChoose,
  onCancel,
  mayRemember = false,
}: {
  readonly onChoose: (scope: Scope, remember: boolean) => void;
  readonly onCancel: () => void;
  /** Whether the answer can count for the next changes, too. */
  readonly mayRemember?: boolean;
}) {
  const [remember, setRemember] = useState(false);
  return (
    <Dialog onClose={onCancel} title={m.title} description={m.question}>
      <ScopeChoices scopes={SCOPES} onChoose={(scope) => onChoose(scope, remember)} />
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
