import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { type Person, signUp } from "./people";
import { codeOf } from "./totp";

async function signOut(page: Page, person: Person): Promise<void> {
  await page.getByRole("button", { name: person.email.split("@")[0] }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in to Rondel" }).waitFor();
}

async function signIn(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Turns the second factor on; answers the secret and the recovery codes. */
async function turnOn(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.goto("/settings/security");
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
  const secret = await page.locator("code").innerText();
  await page.getByLabel("The code that the app shows now").fill(codeOf(secret));
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByText("Keep these recovery codes")).toBeVisible();
  const codes = await page.locator("ol.font-mono li").allInnerTexts();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 recovery codes are left.")).toBeVisible();
  return { secret, codes };
}

test("the sign-in page keeps where somebody wanted to go, and says what is wrong", async ({
  page,
}) => {
  const person = await signUp(page);
  await signOut(page, person);
  await expect(page.getByText("You were signed out")).toHaveCount(0);
  await expectAccessible(page);

  await page.goto("/inbox");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Finbox/);
  await signIn(page, { ...person, password: "not the password" });
  await expect(page.getByRole("alert")).toContainText("No account has this address");
  await expect(page.getByLabel("Email")).toHaveValue(person.email);

  await page.getByRole("button", { name: "Show password" }).click();
  await expect(page.getByLabel("Password", { exact: true })).toHaveAttribute("type", "text");
  await signIn(page, person);
  await expect(page).toHaveURL(/\/inbox$/);

  await page.goto("/sign-in?next=%2Fupcoming"); // already signed in
  await expect(page).toHaveURL(/\/upcoming$/);
});

test("a code of the app is asked for, and a recovery code does as well", async ({ page }) => {
  test.slow(); // six times in and out, with hashes that are slow on purpose
  const person = await signUp(page);
  const { secret, codes } = await turnOn(page);
  expect(codes).toHaveLength(10);

  await signOut(page, person);
  await signIn(page, person);
  await expect(page.getByRole("heading", { name: "One more step" })).toBeVisible();
  await expectAccessible(page);
  const code = page.getByLabel("Code of your app");
  await expect(code).toBeFocused();
  await code.fill("000000");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("This code was not right");
  await code.fill(codeOf(secret, 1)); // that of this step was used to turn it on
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Today" })).toBeVisible();

  await signOut(page, person);
  await signIn(page, person);
  await page.getByRole("button", { name: "Use a recovery code" }).click();
  await page.getByLabel("Recovery code").fill(codes[0] ?? "");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Today" })).toBeVisible();
  await page.goto("/settings/security");
  await expect(page.getByText("9 recovery codes are left.")).toBeVisible();
});

test("a tab follows what another one does, and keeps its place", async ({ page, context }) => {
  const person = await signUp(page);
  const other = await context.newPage();
  await other.goto("/settings/profile");
  await other.getByRole("heading", { name: "Profile" }).waitFor();

  await signOut(page, person);
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect(other).toHaveURL(/\/sign-in\?next=%2Fsettings%2Fprofile/);
  await expect(other.getByText("You signed out in another tab")).toBeVisible();

  await signIn(page, person);
  await expect(page.getByRole("heading", { name: "Today" })).toBeVisible();
  await expect(other.getByRole("heading", { name: "Profile" })).toBeVisible();
});

test("a passkey is made, signs in, and shows who is there", async ({ page, context }) => {
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const person = await signUp(page);
  await page.goto("/settings/security");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByLabel("Name").fill("My laptop");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("My laptop")).toBeVisible();

  await signOut(page, person);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("heading", { name: "Today" })).toBeVisible();

  await page.goto("/settings/security");
  await expect(page.getByText("by passkey")).toBeVisible();
  await page.getByRole("button", { name: "Delete My laptop" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No passkeys yet.")).toBeVisible();
});
