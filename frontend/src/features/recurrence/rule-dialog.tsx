import { useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { TaskOut } from "@/api/schema.gen";
import { ScopeChoices } from "@/components/tasks/scope-choices";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { Problem } from "@/lib/problem";
import { dayIn, sayDue } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m as core } from "@/messages/core";
import { type Draft, draftOf, recurrenceOf, rruleOf, startOf, withRule, withText } from "./draft";
import { EndField } from "./end-field";
import { MannerFields } from "./manner-fields";
import { m } from "./messages";
import { MoreFields } from "./more-fields";
import { PreviewPane, sayDraft } from "./preview-pane";
import { RuleFields } from "./rule-fields";
import { usePreview } from "./use-preview";
import { type RuleScope, useSave } from "./use-save";

type Step = "edit" | "scope" | "stop";

const TITLES: Readonly<Record<Step, string>> = {
  edit: m.editTitle,
  scope: m.scopeTitle,
  stop: m.stopTitle,
};
const SCOPES: readonly RuleScope[] = ["following", "all"];

/** Says how a task comes back, shows what that means, and keeps it. */
export function RuleDialog({
  task,
  onClose,
}: {
  readonly task: TaskOut;
  readonly onClose: () => void;
}) {
  const me = useMe();
  const today = dayIn(useNow(), me.zone);
  const [draft, setDraft] = useState(() => draftOf(task, today, me));
  const [step, setStep] = useState<Step>("edit");
  const start = startOf(task, today);
  const preview = usePreview(draft, start, task.due?.zone ?? null);
  const { save, isBusy, error, forget } = useSave(task, onClose);
  const change = (next: Draft): void => {
    forget();
    setDraft(next);
  };
  const isNew = task.recurrence === null;
  const keep = (scope: RuleScope | null): void =>
    save({
      fields: { recurrence: recurrenceOf(draft) },
      scope,
      said: m.saved(sayDraft(draft, start, me, preview.data?.text)),
    });
  return (
    <Dialog
      onClose={onClose}
      title={TITLES[step]}
      step={step}
      className={step === "edit" ? "sm:top-[6dvh] sm:max-w-3xl" : ""}
    >
      {step === "edit" ? (
        <form
          className="flex flex-col gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            if (isNew) keep(null);
            else setStep("scope");
          }}
        >
          <div className="grid gap-6 md:grid-cols-[minmax(0,1fr)_17rem]">
            <Fields draft={draft} start={start} error={error ?? preview.error} onChange={change} />
            <PreviewPane
              preview={preview}
              draft={draft}
              start={start}
              clockwork={me}
              onChange={change}
            />
          </div>
          {error && !isOfRule(error) ? <ErrorNote error={error} /> : null}
          <div className="sticky -bottom-5 z-10 -mx-5 -mb-5 flex flex-wrap items-center justify-end gap-2 border-t border-line bg-raised px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
            {isNew ? null : (
              <Button
                look="quiet"
                className="mr-auto -ml-3.5 text-danger"
                onClick={() => setStep("stop")}
              >
                {m.stop}
              </Button>
            )}
            <Button look="quiet" className="max-sm:hidden" onClick={onClose}>
              {core.cancel}
            </Button>
            <Button look="primary" type="submit" busy={isBusy} disabled={preview.isError}>
              {core.save}
            </Button>
          </div>
        </form>
      ) : null}
      {step === "scope" ? (
        <>
          <p className="first-letter:uppercase">{sayDraft(draft, start, me, preview.data?.text)}</p>
          {error ? <ErrorNote error={error} /> : null}
          <ScopeChoices
            scopes={SCOPES}
            texts={{ following: m.scopeFollowingHint, all: m.scopeAllHint }}
            isBusy={isBusy}
            onChoose={keep}
          />
          <Button look="quiet" className="self-end" onClick={() => setStep("edit")}>
            {m.back}
          </Button>
        </>
      ) : null}
      {step === "stop" ? (
        <StopStep
          task={task}
          isBusy={isBusy}
          error={error}
          onBack={() => setStep("edit")}
          onStop={() => save({ fields: { recurrence: null }, scope: null, said: m.stopped })}
        />
      ) : null}
    </Dialog>
  );
}

const isOfRule = (error: unknown): boolean => ruleError(error) !== undefined;

/** What the server says about the rule itself, which stands at its place. */
function ruleError(error: unknown): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  return error.errors.find(({ pointer }) => /(^|\/)(rrule|pattern|recurrence)$/.test(pointer))
    ?.message;
}

interface FieldsProps {
  readonly draft: Draft;
  readonly start: string;
  readonly error: unknown;
  readonly onChange: (draft: Draft) => void;
}

function Fields({ draft, start, error, onChange }: FieldsProps) {
  const me = useMe();
  const day = start.slice(0, 10);
  const parts = { draft, start: day, isTimed: start.length > 10, clockwork: me, onChange };
  // A rule that cannot be clicked is edited first of all; it stays there while it is typed.
  const [typedFirst] = useState(draft.isTyped);
  const raw = (
    <Field
      label={m.raw}
      hint={m.rawHint}
      error={ruleError(error)}
      value={rruleOf(draft)}
      spellCheck={false}
      autoCapitalize="characters"
      className="font-mono text-sm"
      onChange={({ currentTarget: { value } }) => onChange(withText(draft, value, day))}
    />
  );
  return (
    <div className="flex min-w-0 flex-col gap-5">
      {draft.isTyped ? (
        <div className="flex flex-wrap items-center gap-2 text-muted">
          <p>{m.rawOnly}</p>
          <Button size="small" onClick={() => onChange(withRule(draft, {}))}>
            {m.startAnew}
          </Button>
        </div>
      ) : (
        <>
          <RuleFields {...parts} />
          <EndField
            end={draft.rule.end}
            start={day}
            onChange={(end) => onChange(withRule(draft, { end }))}
          />
        </>
      )}
      {typedFirst ? raw : null}
      <MannerFields draft={draft} onChange={onChange} />
      <details>
        <summary className="-ml-1 w-fit rounded-md px-1 font-medium text-accent">{m.more}</summary>
        <div className="mt-4 flex flex-col gap-5">
          <MoreFields {...parts} dtstart={start} />
          {typedFirst ? null : raw}
        </div>
      </details>
    </div>
  );
}

function StopStep({
  task,
  isBusy,
  error,
  onBack,
  onStop,
}: {
  readonly task: TaskOut;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onBack: () => void;
  readonly onStop: () => void;
}) {
  const me = useMe();
  const now = useNow();
  return (
    <>
      <p>{m.stopText(task.due ? m.stopDue(sayDue(task.due, now, me)) : "")}</p>
      {error ? <ErrorNote error={error} /> : null}
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={onBack}>
          {m.back}
        </Button>
        <Button look="danger" busy={isBusy} onClick={onStop}>
          {m.stop}
        </Button>
      </div>
    </>
  );
}
