import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { useState } from "react";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { session } from "@/lib/session";
import { refusal, server, sessionOf } from "@/testing/render-settings";
import { SecondFactorForm } from "./second-factor-form";
import { SignInForm } from "./sign-in-form";

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const CHALLENGE = "01932f00-0000-7000-8000-0000000000c1";

function SignIn() {
  const [challenge, setChallenge] = useState<string | null>(null);
  const [isDone, setIsDone] = useState(false);
  if (isDone) return <p>You are in</p>;
  if (challenge === null) {
    return <SignInForm onDone={() => setIsDone(true)} onChallenge={setChallenge} />;
  }
  return (
    <SecondFactorForm
      challengeId={challenge}
      onDone={() => setIsDone(true)}
      onBack={() => setChallenge(null)}
    />
  );
}

function show() {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SignIn />
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

async function typePassword(user: ReturnType<typeof userEvent.setup>): Promise<void> {
  await user.type(screen.getByLabelText("Email"), "ada@example.org");
  await user.type(screen.getByLabelText("Password"), "correct horse battery{Enter}");
}

test("the right password leads to a code, which goes with the challenge", async () => {
  const sent: unknown[] = [];
  server.use(
    http.post("*/api/auth/sign-in", () =>
      refusal(401, "auth.second_factor_needed", { challenge_id: CHALLENGE }),
    ),
    http.post("*/api/auth/second-factor", async ({ request }) => {
      sent.push(await request.json());
      return sent.length === 1
        ? refusal(401, "auth.bad_credentials")
        : HttpResponse.json(sessionOf());
    }),
  );
  const user = show();
  await typePassword(user);
  const code = await screen.findByLabelText("Code of your app");
  expect(code).toHaveFocus();
  await user.type(code, "000000{Enter}");
  expect(await screen.findByRole("alert")).toHaveTextContent("This code was not right");
  expect(code).toHaveValue("000000");
  await user.clear(code);
  await user.type(code, "123 456{Enter}");
  expect(await screen.findByText("You are in")).toBeVisible();
  expect(sent[1]).toEqual({ challenge_id: CHALLENGE, code: "123 456", session: "cookie" });
  expect(session.current?.token).toBe("token");
});

test("a recovery code is sent as one", async () => {
  let sent: unknown;
  server.use(
    http.post("*/api/auth/sign-in", () =>
      refusal(401, "auth.second_factor_needed", { challenge_id: CHALLENGE }),
    ),
    http.post("*/api/auth/second-factor", async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json(sessionOf());
    }),
  );
  const user = show();
  await typePassword(user);
  await user.click(await screen.findByRole("button", { name: "Use a recovery code" }));
  await user.type(screen.getByLabelText("Recovery code"), "abcd-efgh{Enter}");
  expect(await screen.findByText("You are in")).toBeVisible();
  expect(sent).toEqual({
    challenge_id: CHALLENGE,
    recovery_code: "abcd-efgh",
    session: "cookie",
  });
});

test("who is slowed down is told how long, and cannot press again before", async () => {
  server.use(http.post("*/api/auth/sign-in", () => refusal(429, "auth.throttled", {}, 240)));
  const user = show();
  await typePassword(user);
  expect(await screen.findByRole("alert")).toHaveTextContent("You can try again in 4 minutes");
  expect(screen.getByRole("button", { name: "Sign in" })).toBeDisabled();
  expect(screen.getByLabelText("Password")).toHaveValue("correct horse battery");
});
