import { Problem, Unreachable } from "@/lib/problem";
import { SignedOut } from "@/lib/session";
import { m } from "@/messages/core";
import { Button } from "./button";

/** What went wrong, in words for people. */
export function wordsOf(error: unknown): string {
  if (error instanceof Unreachable) return m.unreachable;
  if (error instanceof SignedOut) return m.signedOutMeanwhile;
  if (!(error instanceof Problem)) return m.failed;
  if (error.status === 412) return m.changedMeanwhile;
  if (error.status === 429 && error.retryAfter !== null) {
    return m.tooMany(Math.ceil(error.retryAfter));
  }
  return error.errors[0]?.message ?? (error.detail || error.message);
}

/** A note that something went wrong, with a way to try again where there is one. */
export function ErrorNote({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: () => void;
}) {
  if (error === null || error === undefined) return null;
  const isFault = error instanceof Problem && error.status >= 500;
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-lg bg-danger-soft px-3.5 py-3">
      <p>{wordsOf(error)}</p>
      {isFault && error.requestId ? (
        <p className="text-sm text-muted">{m.requestId(error.requestId)}</p>
      ) : null}
      {onRetry ? (
        <Button size="small" className="self-start" onClick={onRetry}>
          {m.retry}
        </Button>
      ) : null}
    </div>
  );
}
