import { type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";

/** A part of a page of settings: what it is about, why, and the settings. */
export function Section({
  title,
  text,
  actions,
  children,
  danger = false,
}: {
  readonly title: string;
  readonly text?: ReactNode;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
  readonly danger?: boolean;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={cn(
        "flex flex-col gap-4 rounded-xl border border-line bg-surface p-4 sm:p-5",
        danger && "border-danger/40",
      )}
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 grow basis-60">
          <h2 id={id} className="font-semibold">
            {title}
          </h2>
          {text ? <p className="mt-0.5 max-w-prose text-sm text-muted">{text}</p> : null}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** A setting in one line: its name at the left, the control at the right; on phones above it. */
export function Row({
  label,
  hint,
  htmlFor,
  children,
}: {
  readonly label: string;
  readonly hint?: ReactNode;
  /** Id of the control; without one the control names itself. */
  readonly htmlFor?: string;
  readonly children: ReactNode;
}) {
  const Name = htmlFor ? "label" : "span";
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <div className="min-w-0 grow basis-56">
        <Name {...(htmlFor ? { htmlFor } : {})} className="font-medium">
          {label}
        </Name>
        {hint ? (
          <p id={htmlFor ? `${htmlFor}-hint` : undefined} className="text-sm text-muted">
            {hint}
          </p>
        ) : null}
      </div>
      {children}
    </div>
  );
}

/** What a list would have, when it has nothing. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return (
    <p className="rounded-lg border border-dashed border-line px-4 py-5 text-center text-muted">
      {children}
    </p>
  );
}
