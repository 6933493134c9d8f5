import { createFileRoute, Link } from "@tanstack/react-router";
import { m } from "@/features/status/messages";
import { StatusPage } from "@/features/status/status-page";

/** For everybody: nobody need be signed in. */
export const Route = createFileRoute("/status")({
  component: () => (
    <StatusPage
      home={
        <Link to="/today" className="text-sm text-muted underline underline-offset-2">
          {m.open}
        </Link>
      }
    />
  ),
});
