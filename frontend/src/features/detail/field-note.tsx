import { Button } from "@/components/ui/button";
import { wordsOf } from "@/components/ui/error-note";
import { sayWait, useWait } from "@/lib/wait";
import { m as core } from "@/messages/core";
import { m } from "./messages";
import { type Field, NotWorthSending } from "./use-field";

/** What is the matter with a field that is not stored: changed elsewhere, refused, not sent. */
export function FieldNote<T>({
  field,
  name,
  say,
}: {
  readonly field: Field<T>;
  readonly name: string;
  /** A value of the field in words; empty if there is nothing. */
  readonly say: (value: T) => string;
}) {
  if (field.isConflict) return <ConflictNote field={field} name={name} say={say} />;
  if (field.error !== undefined) return <FailedNote field={field} />;
  if (!field.isHeld) return null;
  return (
    <div className="mt-1 flex flex-wrap items-center gap-2 text-sm text-muted">
      <span className="grow">{m.held}</span>
      <Choices field={field} yes={m.save} />
    </div>
  );
}

function FailedNote<T>({ field }: { readonly field: Field<T> }) {
  const isOwn = field.error instanceof NotWorthSending;
  const wait = useWait(field.error);
  return (
    <div role="alert" className="mt-1 rounded-lg bg-danger-soft px-3 py-2 text-sm">
      <p>{isOwn ? field.error.message : wordsOf(field.error)}</p>
      {isOwn ? null : (
        <>
          <p className="text-muted">
            {m.failed} {wait > 0 ? m.sentAgain(sayWait(wait)) : null}
          </p>
          <div className="mt-2 flex gap-2">
            <Choices field={field} yes={core.retry} />
          </div>
        </>
      )}
    </div>
  );
}

function Choices<T>({ field, yes }: { readonly field: Field<T>; readonly yes: string }) {
  return (
    <>
      <Button size="small" onClick={() => void field.save()}>
        {yes}
      </Button>
      <Button size="small" look="quiet" onClick={field.revert}>
        {m.discard}
      </Button>
    </>
  );
}

function ConflictNote<T>({
  field,
  name,
  say,
}: {
  readonly field: Field<T>;
  readonly name: string;
  readonly say: (value: T) => string;
}) {
  return (
    <div role="alert" className="mt-1 rounded-lg border border-medium/50 bg-surface px-3 py-2.5">
      <p className="text-sm">{m.conflict(name)}</p>
      <dl className="mt-2 flex flex-col gap-2">
        <Version name={m.yours} text={say(field.value)} />
        <Version name={m.meanwhile} text={say(field.stored)} />
      </dl>
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button size="small" onClick={field.keepMine}>
          {m.keepMine}
        </Button>
        <Button size="small" onClick={field.revert}>
          {m.takeTheirs}
        </Button>
      </div>
    </div>
  );
}

function Version({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      <dd
        dir="auto"
        className="max-h-40 overflow-y-auto text-sm whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {text === "" ? <span className="text-muted italic">{m.empty}</span> : text}
      </dd>
    </div>
  );
}
