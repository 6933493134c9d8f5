import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { isPassing, Problem } from "@/lib/problem";
import { PART_MISSING } from "@/lib/service-worker";
import { usePageTitle } from "@/lib/use-page-title";
import { m } from "@/messages/core";
import { useRecovery } from "./use-recovery";

/** A page whose data or code did not come; it can be tried again, and does so by itself. */
export function PageError({ error, reset: again }: ErrorComponentProps) {
  const router = useRouter();
  const { reset } = useQueryErrorResetBoundary();
  const retry = (): void => {
    reset();
    again();
    void router.invalidate();
  };
  useRecovery(error, retry);
  usePageTitle(m.errorTitle);
  if (isGone(error)) return <NewVersion />;
  const isFault = !isPassing(error) && !(error instanceof Problem);
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-4 px-4 py-10">
      <h1 className="text-2xl font-semibold tracking-tight">
        {isPassing(error) ? m.unreachableTitle : m.errorTitle}
      </h1>
      <ErrorNote error={isFault ? null : error} onRetry={retry} />
      {isPassing(error) ? <p className="text-muted">{m.triesAgain}</p> : null}
      {isFault ? <Fault error={error} onRetry={retry} /> : null}
    </div>
  );
}

/** A mistake of the app: people can go on, and tell what it was. */
function Fault({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  return (
    <>
      <p className="text-muted">{m.errorText}</p>
      <div className="flex flex-wrap items-center gap-3">
        <Button look="primary" onClick={onRetry}>
          {m.retry}
        </Button>
        <Button onClick={() => location.reload()}>{m.reload}</Button>
        <Link to="/today" className="text-accent underline">
          {m.goToToday}
        </Link>
      </div>
      <details className="text-sm text-muted">
        <summary>{m.errorDetails}</summary>
        <pre className="mt-2 overflow-x-auto whitespace-pre-wrap break-words">{String(error)}</pre>
      </details>
    </>
  );
}

/** The server has a newer app, whose parts have other names than this one asks for. */
function NewVersion() {
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col items-start gap-4 px-4 py-10">
      <h1 className="text-2xl font-semibold tracking-tight">{m.newVersionTitle}</h1>
      <p className="text-muted">{m.newVersionText}</p>
      <Button look="primary" onClick={() => location.reload()}>
        {m.reload}
      </Button>
    </div>
  );
}

/** The server has no such part of the app; without a network nobody knows. */
function isGone(error: unknown): boolean {
  return navigator.onLine && error instanceof Error && error.name === PART_MISSING;
}
