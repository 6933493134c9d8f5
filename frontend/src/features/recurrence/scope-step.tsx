import { useState } from "react";
import type { Scope } from "@/api/tasks/change-series";
import { Button } from "@/components/ui/button";
import { Choice, Choices } from "@/components/ui/choice";
import { m } from "./messages";

export type RuleScope = Exclude<Scope, "this">;

/** Which occurrences get the new rule. A rule is of a series, so “this one alone” is no answer. */
export function ScopeStep({
  isBusy,
  onBack,
  onSave,
  saveText,
}: {
  readonly isBusy: boolean;
  readonly onBack: () => void;
  readonly onSave: (scope: RuleScope) => void;
  readonly saveText: string;
}) {
  const [scope, setScope] = useState<RuleScope>("following");
  return (
    <>
      <Choices legend={m.scopeTitle} className="gap-3">
        <Choice
          name="scope"
          label={m.scopeFollowing}
          hint={m.scopeFollowingHint}
          checked={scope === "following"}
          onChoose={() => setScope("following")}
        />
        <Choice
          name="scope"
          label={m.scopeAll}
          hint={m.scopeAllHint}
          checked={scope === "all"}
          onChoose={() => setScope("all")}
        />
      </Choices>
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={onBack}>
          {m.back}
        </Button>
        <Button look="primary" busy={isBusy} onClick={() => onSave(scope)}>
          {saveText}
        </Button>
      </div>
    </>
  );
}
