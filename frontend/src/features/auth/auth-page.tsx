import type { ReactNode } from "react";
import { usePageTitle } from "@/lib/use-page-title";

/** The frame of the pages for people who are not signed in. */
export function AuthPage({
  title,
  children,
  footer,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}) {
  usePageTitle(title);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-5 py-10">
      <img src="/favicon.svg" alt="" width={44} height={44} />
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      {children}
      {footer ? <div className="text-muted">{footer}</div> : null}
    </main>
  );
}
