import { expect, test } from "@playwright/test";
import { signUp } from "./people";

test("a task that comes back is added, done, and its next occurrence appears", async ({ page }) => {
  await signUp(page);
  await page.keyboard.press("q");
  await page.getByLabel("What, and when").fill("Water the plants every day at 23:59 !1h");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.keyboard.press("Escape");

  const task = page.getByRole("checkbox", { name: "Mark “Water the plants” as done" });
  await task.click();
  await expect(page.getByText("Done. Next:").first()).toBeVisible();
  await page.getByRole("link", { name: "Upcoming" }).first().click();
  await expect(page.getByRole("link", { name: "Water the plants" })).toBeVisible();
});
