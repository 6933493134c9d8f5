import { Link } from "@tanstack/react-router";
import { usePageTitle } from "@/lib/use-page-title";
import { m } from "@/messages/core";

/** The address leads nowhere. */
export function NotFound() {
  usePageTitle(m.notFoundTitle);
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-3 px-4 py-16">
      <h1 className="text-2xl font-semibold">{m.notFoundTitle}</h1>
      <p className="text-muted">{m.notFoundText}</p>
      <Link to="/today" className="text-accent underline">
        {m.goToToday}
      </Link>
    </div>
  );
}
