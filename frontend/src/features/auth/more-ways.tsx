import { useQuery } from "@tanstack/react-query";
import { KeyRound, LogIn } from "lucide-react";
import { providersOptions } from "@/api/auth/providers";
import { usePasskeySignIn } from "@/api/auth/sign-in-with-passkey";
import { Button } from "@/components/ui/button";
import { hasPasskeys } from "@/lib/webauthn";
import { AuthError } from "./auth-error";
import { m } from "./messages";

const WORDS = { "auth.bad_credentials": m.wrongPasskey };
const LINK =
  "inline-flex h-10 items-center justify-center gap-2 rounded-lg border border-line bg-surface px-3.5 font-medium transition hover:bg-hover pointer-coarse:h-11";

/** Ways in without a password: a passkey, and providers that the server knows. */
export function MoreWays({ next, onDone }: { readonly next: string; readonly onDone: () => void }) {
  const { data: providers = [] } = useQuery(providersOptions());
  const passkey = usePasskeySignIn();
  const canUsePasskeys = hasPasskeys();
  if (!canUsePasskeys && providers.length === 0) return null;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-3 text-sm text-muted">
        <span aria-hidden className="h-px grow bg-line" />
        {m.or}
        <span aria-hidden className="h-px grow bg-line" />
      </div>
      <AuthError error={passkey.error} words={WORDS} />
      {canUsePasskeys ? (
        <Button
          className="h-10"
          busy={passkey.isPending}
          onClick={() => passkey.mutate(undefined, { onSuccess: onDone })}
        >
          <KeyRound aria-hidden size={17} />
          {m.usePasskey}
        </Button>
      ) : null}
      {providers.map((provider) => (
        // A page of the server, which leads to the provider: no route of this app.
        <a
          key={provider.name}
          href={`${provider.start}?next=${encodeURIComponent(next)}`}
          className={LINK}
        >
          <LogIn aria-hidden size={17} />
          {m.signInWith(provider.label)}
        </a>
      ))}
    </div>
  );
}
