import { Trouble } from "@/components/ui/trouble";
import { Problem } from "@/lib/problem";
import { m } from "./messages";

const WORDS: Readonly<Record<string, string>> = {
  "account.last_admin": m.refused.lastAdmin,
  "account.own": m.refused.own,
  "account.state": m.refused.state,
  "invitation.impossible": m.refused.invitation,
};

/** Why something was not done to an account. */
export function ActRefusal({ error }: { readonly error: unknown }) {
  const words = error instanceof Problem ? WORDS[error.code] : undefined;
  if (words === undefined) return <Trouble error={error} fields={["/reason", "/email"]} />;
  return (
    <p role="alert" className="rounded-lg bg-danger-soft px-3.5 py-3">
      {words}
    </p>
  );
}
