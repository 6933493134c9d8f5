import { afterEach, expect, test, vi } from "vitest";
import { session } from "@/lib/session";
import { browserStorage, DEVICE } from "@/lib/storage";
import { beSignedIn } from "@/testing/open-task";
import { problem, takeNetwork } from "@/testing/server";
import { signOut } from "./sign-out";

afterEach(() => vi.unstubAllGlobals());

test.each([503, 429])("who signs out while the server says %i is signed out", async (status) => {
  takeNetwork(() => problem(status));
  beSignedIn();
  await signOut();
  expect(session.current).toBeNull();
  expect(browserStorage.get(DEVICE.owed)).not.toBeNull(); // the server is told later
});
