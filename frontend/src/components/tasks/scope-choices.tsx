import type { Scope } from "@/api/tasks/change-series";
import { m } from "@/messages/scope";

/** Which occurrences of a series a change means: pressing one is the answer. */
export function ScopeChoices<S extends Scope = Scope>({
  onChoose,
  scopes,
  texts = {},
  isBusy = false,
}: {
  readonly onChoose: (scope: S) => void;
  /** Those that make sense for this change: a rule alone cannot be changed for one. */
  readonly scopes: readonly S[];
  /** What a scope means, where the usual words do not say it. */
  readonly texts?: Partial<Record<S, string>>;
  /** The answer is on its way. */
  readonly isBusy?: boolean;
}) {
  return (
    <>
      <ul className="flex flex-col gap-2">
        {scopes.map((scope) => (
          <li key={scope}>
            <button
              type="button"
              aria-disabled={isBusy}
              onClick={() => !isBusy && onChoose(scope)}
              className="flex w-full flex-col rounded-xl border border-line bg-surface px-4 py-3 text-left transition hover:border-accent hover:bg-hover aria-disabled:opacity-60"
            >
              <span className="font-medium">{m.scopes[scope as Scope].name}</span>
              <span className="text-sm text-muted">
                {texts[scope] ?? m.scopes[scope as Scope].text}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p className="text-sm text-muted">{m.done}</p>
    </>
  );
}
