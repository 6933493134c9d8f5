import { createFileRoute, Link, useRouter } from "@tanstack/react-router";
import { AuthPage } from "@/features/auth/auth-page";
import { m } from "@/features/auth/messages";
import { SignInForm } from "@/features/auth/sign-in-form";
import { nextPath } from "@/lib/next-path";

export const Route = createFileRoute("/sign-in")({
  validateSearch: (search): { next?: string } => {
    const next = nextPath(search);
    return next === undefined ? {} : { next };
  },
  component: SignInPage,
});

function SignInPage() {
  const { next } = Route.useSearch();
  const router = useRouter();
  return (
    <AuthPage
      title={m.welcomeBack}
      footer={
        <p>
          {m.newHere}{" "}
          <Link to="/sign-up" className="text-accent underline">
            {m.signUp}
          </Link>
        </p>
      }
    >
      {next ? <p className="text-muted">{m.signedOut}</p> : null}
      <SignInForm onDone={() => router.history.replace(next ?? "/today")} />
      <a href="/a/forgot" className="text-accent underline">
        {m.forgot}
      </a>
    </AuthPage>
  );
}
