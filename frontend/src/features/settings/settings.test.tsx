import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { ConfirmDialog } from "@/components/confirm/confirm-dialog";
import { ADA, refusal, renderSettings, server } from "@/testing/render-settings";
import { DefaultsSection } from "./notifications/defaults-section";
import { QuietSection } from "./notifications/quiet-section";
import { AddressSection } from "./profile/address-section";
import { NameSection } from "./profile/name-section";
import { TokensPage } from "./tokens/tokens-page";

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
beforeEach(() => server.use(http.get("*/api/channels", () => HttpResponse.json({ items: [] }))));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const TOKEN = {
  id: "01932f00-0000-7000-8000-0000000000a1",
  name: "Backup",
  hint: "x4z9",
  scopes: ["read"],
  created_at: "2026-11-26T08:00:00Z",
  expires_at: null,
  used_at: null,
};

test("what is wrong with a name stands at its field, and what was typed stays", async () => {
  server.use(
    http.patch("*/api/me", () =>
      refusal(422, "invalid", {
        errors: [{ pointer: "/name", code: "name_invalid", message: "One line, please." }],
      }),
    ),
  );
  renderSettings(<NameSection />);
  const user = userEvent.setup();
  const field = await screen.findByLabelText("What we call you");
  await user.clear(field);
  await user.type(field, "Grace{Enter}");
  await waitFor(() => expect(field).toHaveAccessibleDescription("One line, please."));
  expect(field).toBeInvalid();
  expect(field).toHaveValue("Grace");
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a choice shows at once, and is put back when the server refuses", async () => {
  let answer: (response: Response) => void = () => undefined;
  const held = new Promise<Response>((resolve) => {
    answer = resolve;
  });
  server.use(http.patch("*/api/me", () => held));
  renderSettings(<QuietSection />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("switch", { name: "Keep quiet at night" }));
  expect(await screen.findByLabelText("From")).toHaveValue("22:00");
  answer(refusal(503, "unavailable"));
  await waitFor(() => expect(screen.queryByLabelText("From")).toBeNull());
  expect(screen.getByRole("alert")).toBeVisible();
});

test("reminders are said in words, added and taken out", async () => {
  const sent: unknown[] = [];
  server.use(
    http.patch("*/api/me", async ({ request }) => {
      const change = (await request.json()) as object;
      sent.push(change);
      return HttpResponse.json({ ...ADA, default_reminders: ["PT0S", "-PT10M"], moved: null });
    }),
  );
  renderSettings(<DefaultsSection />);
  const user = userEvent.setup();
  const list = await screen.findByRole("group", { name: "Tasks with a time remind" });
  await user.click(within(list).getByRole("button", { name: "Add" }));
  expect(await within(list).findByText("10 minutes before")).toBeVisible();
  expect(sent).toEqual([{ default_reminders: ["PT0S", "-PT10M"] }]);
});

test("a token needs a proof, is made once more after it, and is shown once", async () => {
  const made: string[] = [];
  const proofs: unknown[] = [];
  server.use(
    http.get("*/api/me/tokens", () => HttpResponse.json({ items: made.length > 1 ? [TOKEN] : [] })),
    http.post("*/api/me/tokens", ({ request }) => {
      made.push(request.headers.get("idempotency-key") ?? "");
      return proofs.length === 0
        ? refusal(403, "auth.not_confirmed")
        : HttpResponse.json({ ...TOKEN, token: "rondel_secret" }, { status: 201 });
    }),
    http.post("*/api/auth/confirm", async ({ request }) => {
      const proof = (await request.json()) as { password: string };
      if (proof.password !== "right") return refusal(401, "auth.bad_credentials");
      proofs.push(proof);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  renderSettings(
    <>
      <TokensPage />
      <ConfirmDialog />
    </>,
  );
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "New token" }));
  await user.type(screen.getByLabelText("Name"), "Backup{Enter}");
  const dialog = await screen.findByRole("dialog", { name: "Is that you?" });
  await user.type(within(dialog).getByLabelText("Your password"), "wrong{Enter}");
  expect(await within(dialog).findByRole("alert")).toHaveTextContent("That was not right");
  await user.clear(within(dialog).getByLabelText("Your password"));
  await user.type(within(dialog).getByLabelText("Your password"), "right{Enter}");

  expect(await screen.findByText("rondel_secret")).toBeVisible();
  expect(made).toHaveLength(2);
  expect(made[0]).not.toBe(made[1]); // the first one has its answer for good
  await user.click(screen.getByRole("button", { name: "Done" }));
  expect(screen.queryByText("rondel_secret")).toBeNull();
  expect(await screen.findByText("Backup")).toBeVisible();
});

test("who calls the proof off finds everything as it was, without a complaint", async () => {
  let asked = 0;
  server.use(
    http.post("*/api/me/email", () => {
      asked += 1;
      return refusal(403, "auth.not_confirmed");
    }),
  );
  renderSettings(
    <>
      <AddressSection />
      <ConfirmDialog />
    </>,
  );
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Change …" }));
  await user.type(screen.getByLabelText("New address"), "new@example.org{Enter}");
  await screen.findByRole("dialog", { name: "Is that you?" });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.getByLabelText("New address")).toHaveValue("new@example.org");
  expect(screen.queryByRole("alert")).toBeNull();
  expect(asked).toBe(1);
});
