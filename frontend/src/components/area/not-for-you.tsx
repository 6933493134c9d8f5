import { Link } from "@tanstack/react-router";
import { ShieldX } from "lucide-react";
import { Problem } from "@/lib/problem";
import { usePageTitle } from "@/lib/use-page-title";
import { m as core } from "@/messages/core";
import { m } from "./messages";

/** Whether the server says that this account may not. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof Problem && error.status === 403 && error.code !== "auth.not_confirmed";

/** A page for other accounts than this one: for whom it is, and a way back. */
export function NotForYou({ title }: { readonly title: string }) {
  usePageTitle(title);
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col items-center gap-3 px-6 py-20 text-center">
      <span aria-hidden className="rounded-2xl bg-accent-soft p-4 text-accent">
        <ShieldX size={28} />
      </span>
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      <p className="text-muted">{m.roleHint}</p>
      <Link to="/today" className="mt-2 text-accent underline">
        {core.goToToday}
      </Link>
    </div>
  );
}
