import { expect, test } from "vitest";
import type { GovernedAccountOut } from "@/api/schema.gen";
import { deedsOf } from "./acts";

const ACCOUNT: GovernedAccountOut = {
  id: "a1",
  email: "ada@example.org",
  name: "Ada",
  role: "user",
  created_at: "2026-11-26T08:00:00Z",
  email_verified_at: "2026-11-26T08:00:00Z",
  disabled_at: null,
  last_seen_at: null,
  has_password: true,
  second_factor: false,
  passkeys: 0,
  devices: 1,
  tokens: 0,
};

test("what makes no sense for an account is not offered", () => {
  expect(deedsOf(ACCOUNT, false)).toEqual(["sign-out", "reset-password", "disable", "erase"]);
  const disabled = { ...ACCOUNT, disabled_at: "2026-11-26T09:00:00Z", devices: 0 };
  expect(deedsOf(disabled, false)).toEqual(["enable", "erase"]);
  expect(deedsOf({ ...ACCOUNT, second_factor: true }, false)).toContain("reset-second-factor");
});

test("nobody disables or deletes themselves here", () => {
  expect(deedsOf(ACCOUNT, true)).toEqual(["sign-out", "reset-password"]);
});
