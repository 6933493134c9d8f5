import { createFileRoute, Link, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { AuthPage } from "@/features/auth/auth-page";
import { m } from "@/features/auth/messages";
import { SignUpForm } from "@/features/auth/sign-up-form";

export const Route = createFileRoute("/sign-up")({ component: SignUpPage });

function SignUpPage() {
  const router = useRouter();
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  if (mailedTo !== null) {
    return (
      <AuthPage title={m.mailSentTitle}>
        <p>{m.mailSentText(mailedTo)}</p>
      </AuthPage>
    );
  }
  return (
    <AuthPage
      title={m.signUp}
      footer={
        <p>
          {m.haveAccount}{" "}
          <Link to="/sign-in" className="text-accent underline">
            {m.signIn}
          </Link>
        </p>
      }
    >
      <SignUpForm onDone={() => router.history.replace("/today")} onMail={setMailedTo} />
    </AuthPage>
  );
}
