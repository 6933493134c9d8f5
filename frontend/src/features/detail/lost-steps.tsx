import type { TaskOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { STEP } from "./checklist-step";
import { draftKey, setDraft, useDraft, useDraftNames } from "./drafts";
import { m } from "./messages";

interface LostProps {
  readonly task: TaskOut;
  /** Adds it as a new step; answers whether it went well. */
  readonly onAdd: (title: string) => Promise<boolean>;
}

/** What was typed into steps that somebody else deleted meanwhile. */
export function LostSteps({ task, onAdd }: LostProps) {
  const there = new Set(task.checklist.map((step) => `${STEP}${step.id}`));
  const lost = useDraftNames(task.id, STEP).filter((name) => !there.has(name));
  return lost.map((name) => <LostStep key={name} name={name} task={task} onAdd={onAdd} />);
}

function LostStep({ name, task, onAdd }: LostProps & { readonly name: string }) {
  const key = draftKey(task.id, name);
  const text = useDraft<string>(key)?.draft ?? "";
  const forget = (): void => setDraft(key, undefined);
  return (
    <div role="alert" className="my-1 rounded-lg border border-medium/50 px-3 py-2.5 text-sm">
      <p className="text-muted">{m.stepLost}</p>
      <p dir="auto" className="[overflow-wrap:anywhere]">
        {text}
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="small" onClick={() => void onAdd(text).then((isDone) => isDone && forget())}>
          {m.stepLostAdd}
        </Button>
        <Button size="small" look="quiet" onClick={forget}>
          {m.discard}
        </Button>
      </div>
    </div>
  );
}
