import { createFileRoute, Link, useRouter } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { AuthPage } from "@/features/auth/auth-page";
import { m } from "@/features/auth/messages";
import { MoreWays } from "@/features/auth/more-ways";
import { SecondFactorForm } from "@/features/auth/second-factor-form";
import { SignInForm } from "@/features/auth/sign-in-form";
import { nextPath } from "@/lib/next-path";
import { searchOf } from "@/lib/search";
import { session } from "@/lib/session";

export const Route = createFileRoute("/sign-in")({
  validateSearch: searchOf({ next: nextPath }),
  component: SignInPage,
});

function SignInPage() {
  const { next } = Route.useSearch();
  const router = useRouter();
  const [challenge, setChallenge] = useState<string | null>(null);
  const goOn = useCallback(() => router.history.replace(next ?? "/today"), [router, next]);
  useSignedIn(goOn);
  if (challenge !== null) {
    return (
      <AuthPage title={m.secondStep}>
        <SecondFactorForm challengeId={challenge} onDone={goOn} onBack={() => setChallenge(null)} />
      </AuthPage>
    );
  }
  return (
    <AuthPage
      title={m.signInTo}
      footer={
        <p>
          {m.newHere}{" "}
          <Link to="/sign-up" search={next ? { next } : {}} className="text-accent underline">
            {m.signUp}
          </Link>
        </p>
      }
    >
      <Why next={next} />
      <SignInForm onDone={goOn} onChallenge={setChallenge} />
      <a href="/a/forgot" className="-mt-2 self-start text-accent underline">
        {m.forgot}
      </a>
      <MoreWays next={next ?? "/today"} onDone={goOn} />
    </AuthPage>
  );
}

/** Why somebody who was elsewhere is here now. Who signed out here is told nothing. */
function Why({ next }: { readonly next: string | undefined }) {
  const [endedBy] = useState(session.endedBy);
  const [wasHere] = useState(session.endedHere);
  if (wasHere || (next === undefined && endedBy === null)) return null;
  const words = { user: m.signedOutElsewhere, server: m.signedOut };
  return <p className="text-muted">{endedBy === null ? m.goOn : words[endedBy]}</p>;
}

/** Goes on once somebody is signed in, be it in another tab; at once if somebody is already. */
function useSignedIn(goOn: () => void): void {
  useEffect(() => {
    let isThere = true;
    const go = (): void => {
      if (isThere) goOn();
    };
    // A cookie of an earlier visit is enough. That there is none is no error here.
    if (session.mayGoOn) void session.token().then(go, () => undefined);
    const stop = session.subscribe((access) => access !== null && go());
    return () => {
      isThere = false;
      stop();
    };
  }, [goOn]);
}
