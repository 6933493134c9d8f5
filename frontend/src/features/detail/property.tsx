import type { ReactNode } from "react";

/** One line of what a task has: what it is, and its value. */
export function Property({
  icon,
  name,
  children,
}: {
  readonly icon: ReactNode;
  readonly name: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="grid grid-cols-[7.5rem_1fr] items-start gap-x-1">
      <div
        aria-hidden
        className="flex min-h-8 items-center gap-2.5 text-muted pointer-coarse:min-h-11"
      >
        {icon}
        <span className="truncate">{name}</span>
      </div>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
