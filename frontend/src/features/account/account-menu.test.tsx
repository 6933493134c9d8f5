import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { ToastViewer } from "@/components/ui/toast-viewer";
import { queue } from "@/lib/waiting";
import { beSignedIn, ME, show } from "@/testing/open-task";
import { takeNetwork } from "@/testing/server";
import { AccountMenu } from "./account-menu";

afterEach(() => {
  queue.set([]);
  vi.unstubAllGlobals();
});

test("who signs out before all is sent is warned first", async () => {
  const network = takeNetwork(() => new Response(null, { status: 204 }));
  beSignedIn();
  const at = "2026-11-27T08:00:00Z";
  queue.set([{ id: "1", text: "Milk", userId: ME.id, at, zone: "UTC" }]);
  await show(
    <>
      <AccountMenu />
      <ToastViewer />
    </>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: ME.name }));
  await user.click(await screen.findByRole("menuitem", { name: "Sign out" }));
  const told = await screen.findAllByText(/is not sent yet. Signing out deletes it/);
  expect(told[0]).toBeVisible();
  expect(network.asked).not.toContain("POST /api/auth/sign-out");
  await user.click(await screen.findByRole("button", { name: "Sign out" }));
  await vi.waitFor(() => expect(network.asked).toContain("POST /api/auth/sign-out"));
});
