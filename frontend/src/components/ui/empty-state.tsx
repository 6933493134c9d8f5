import type { ReactNode } from "react";

/** A view without anything in it, which says what it is for and what to do first. */
export function EmptyState({
  icon,
  title,
  text,
  action,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly action?: ReactNode;
}) {
  return (
    <div className="flex animate-fade flex-col items-center gap-2 px-6 py-16 text-center">
      <div aria-hidden className="mb-2 rounded-2xl bg-accent-soft p-4 text-accent">
        {icon}
      </div>
      <p className="text-lg font-medium">{title}</p>
      <p className="max-w-sm text-muted">{text}</p>
      {action ? <div className="mt-3">{action}</div> : null}
    </div>
  );
}
