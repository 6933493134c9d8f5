import { ErrorNote } from "@/components/ui/error-note";
import { Problem } from "@/lib/problem";
import { sayWait } from "@/lib/wait";
import { PasskeyCancelled } from "@/lib/webauthn";
import { m } from "./messages";

const WORDS: Readonly<Record<string, string>> = {
  "auth.bad_credentials": m.wrongPassword,
  "auth.email_unverified": m.unverified,
  "auth.sign_up_closed": m.closedText,
  "auth.invitation_needed": m.invitationNeeded,
  "auth.invitation_used_up": m.invitationUsedUp,
  "passkey.no_name": m.noPasskeysHere,
};

/** Why nobody was signed in, in words for people; `wait` is what is left of it. */
export function AuthError({
  error,
  wait = 0,
  words = {},
}: {
  readonly error: unknown;
  readonly wait?: number;
  /** What codes mean in this place. */
  readonly words?: Readonly<Record<string, string>>;
}) {
  if (error === null || error instanceof PasskeyCancelled) return null;
  const said = error instanceof Problem ? wordsFor(error, wait, { ...WORDS, ...words }) : undefined;
  return said === undefined ? (
    <ErrorNote error={error} />
  ) : (
    <p role="alert" className="rounded-lg bg-danger-soft px-3.5 py-3">
      {said}
    </p>
  );
}

function wordsFor(
  error: Problem,
  wait: number,
  words: Readonly<Record<string, string>>,
): string | undefined {
  if (error.status !== 429) return words[error.code];
  return wait > 0 ? m.throttled(sayWait(wait)) : m.throttledOver;
}
