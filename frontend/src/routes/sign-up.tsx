import { createFileRoute, Link, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { AuthPage } from "@/features/auth/auth-page";
import { m } from "@/features/auth/messages";
import { SignUpForm } from "@/features/auth/sign-up-form";
import { nextPath } from "@/lib/next-path";
import { searchOf } from "@/lib/search";

export const Route = createFileRoute("/sign-up")({
  validateSearch: searchOf({ next: nextPath }),
  component: SignUpPage,
});

function SignUpPage() {
  const { next } = Route.useSearch();
  const router = useRouter();
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  if (mailedTo !== null) {
    return (
      <AuthPage title={m.mailSentTitle}>
        <p>{m.mailSentText(mailedTo)}</p>
        <p className="text-muted">{m.mailSentAgain}</p>
      </AuthPage>
    );
  }
  return (
    <AuthPage
      title={m.signUp}
      footer={
        <p>
          {m.haveAccount}{" "}
          <Link to="/sign-in" search={next ? { next } : {}} className="text-accent underline">
            {m.signIn}
          </Link>
        </p>
      }
    >
      <SignUpForm onDone={() => router.history.replace(next ?? "/today")} onMail={setMailedTo} />
    </AuthPage>
  );
}
