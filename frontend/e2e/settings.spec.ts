import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { signUp } from "./people";

const PAGES = [
  ["profile", "Profile"],
  ["notifications", "Notifications"],
  ["security", "Security"],
  ["data", "Import & export"],
  ["tokens", "API tokens"],
  ["webhooks", "Webhooks"],
  ["account", "Delete account"],
] as const;

test("every page of the settings is accessible, on a desk and on a phone", async ({ page }) => {
  test.slow(); // sixteen runs of axe
  await signUp(page);
  await page.goto("/settings");
  await expect(page).toHaveURL(/\/settings\/profile$/);
  for (const [path, title] of PAGES) {
    await page.goto(`/settings/${path}`);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/settings");
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Notifications" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Notifications" })).toBeVisible();
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("link", { name: "Security" })).toBeVisible();
});

test("the profile is changed; what is not saved is not lost by leaving", async ({ page }) => {
  await signUp(page);
  await page.goto("/settings/profile");
  await page.getByLabel("What we call you").fill("Ada");
  await page.getByRole("link", { name: "Security" }).click();
  await expect(page.getByRole("dialog", { name: "Leave without saving?" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Stay here" }).click();
  await expect(page.getByLabel("What we call you")).toHaveValue("Ada");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Ada" })).toBeVisible();

  await page.getByLabel("Times look like").selectOption("12h");
  await page.getByLabel("A week starts on").selectOption("SU");
  await page.getByLabel("Your zone").selectOption("America/New_York");
  await page.getByRole("button", { name: "Change the zone" }).click();
  await expect(page.getByText("The zone is changed.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Times look like")).toHaveValue("12h");
  await expect(page.getByLabel("A week starts on")).toHaveValue("SU");
  await expect(page.getByLabel("Your zone")).toHaveValue("America/New_York");
});

test("a test through mail says what came of it; quiet hours stay", async ({ page }) => {
  await signUp(page);
  await page.goto("/settings/notifications");
  await page.getByRole("button", { name: "Send a test through Email" }).click();
  await expect(page.getByText("Taken by the other side")).toBeVisible({ timeout: 20_000 });

  await page.getByRole("switch", { name: "Keep quiet at night" }).click();
  await page.getByLabel("Until").fill("06:30");
  await page.getByLabel("Until").press("Enter");
  await page.getByRole("button", { name: "Add a channel" }).click();
  await page.getByLabel("Kind").selectOption("webhook");
  await page.getByLabel("Name").fill("Mine");
  await page.getByLabel("Address").fill("http://10.0.0.1/in");
  await page.getByRole("button", { name: "Add the channel" }).click();
  await expect(page.getByLabel("Address")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Address").fill("https://example.com/in");
  await page.getByRole("button", { name: "Add the channel" }).click();
  await expect(page.getByText(/^whsec_/)).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByLabel("Until")).toHaveValue("06:30");
  await expect(page.getByText("Webhook · https://example.com")).toBeVisible();
  await expect(page.getByText(/whsec_/)).toHaveCount(0);
});

test("a token is shown once; revoking asks", async ({ page }) => {
  await signUp(page);
  await page.goto("/settings/tokens");
  await page.getByRole("button", { name: "New token" }).click();
  await page.getByLabel("Name").fill("Backup");
  await page.getByLabel("change tasks").check();
  await page.getByRole("button", { name: "Make the token" }).click();
  const token = await page.locator("output").innerText();
  const answer = await page.request.get("/api/me", {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status()).toBe(200);
  await expectAccessible(page);

  await page.reload();
  await expect(page.getByText("Backup")).toBeVisible();
  await expect(page.getByText(token)).toHaveCount(0);
  await page.getByRole("button", { name: "Revoke Backup" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("No tokens yet.")).toBeVisible();
});

test("a table is tried out, imported, and exported again", async ({ page }) => {
  await signUp(page);
  await page.goto("/settings/data");
  await page.locator('input[type="file"]').setInputFiles({
    name: "mine.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("What,When\nWater the plants,01.12.2027\nPay rent,no day\n"),
  });
  await page.getByLabel("What", { exact: true }).selectOption("title");
  await page.getByLabel("When", { exact: true }).selectOption("due");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Try it out" }).click();
  await expect(page.getByText("1 row would come over whole, 1 with losses.")).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText("Pay rent")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Import for real" }).click();
  await expect(page.getByText("1 row came over whole, 1 with losses.")).toBeVisible({
    timeout: 30_000,
  });

  await page.getByLabel("Format").selectOption("csv");
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const button = page.getByRole("button", { name: "Download" });
  await expect(button).toBeVisible({ timeout: 30_000 });
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  expect(download.suggestedFilename()).toMatch(/^rondel-.*\.csv$/);
  expect(await readFile(await download.path(), "utf8")).toContain("Water the plants");

  await page.getByRole("button", { name: "New feed" }).click();
  await page.getByLabel("Name").fill("Phone");
  await page.getByRole("button", { name: "Make the feed" }).click();
  await expect(page.locator("output").first()).toContainText("/feeds/");
});

test("a webhook shows its secret once, and what was sent", async ({ page }) => {
  await signUp(page);
  await page.goto("/settings/webhooks");
  await page.getByRole("button", { name: "New webhook" }).click();
  await page.getByLabel("Name").fill("Sync");
  await page.getByLabel("Address").fill("https://example.com/in");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make the webhook" }).click();
  await expect(page.locator("output")).toContainText("whsec_");
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Send a test to Sync" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Test" }).last()).toBeVisible();
  await expect(page.getByText("waiting").or(page.getByText("failed")).first()).toBeVisible();
  await expectAccessible(page);
});

test("an account is deleted by who types its address", async ({ page }) => {
  const person = await signUp(page);
  await page.goto("/settings/account");
  const button = page.getByRole("button", { name: "Delete my account" });
  await expect(button).toBeDisabled();
  await page.getByLabel(/^To go on, type/).fill(person.email);
  await button.click();
  await expect(page.getByRole("heading", { name: "Sign in to Rondel" })).toBeVisible();
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("No account has this address");
});
