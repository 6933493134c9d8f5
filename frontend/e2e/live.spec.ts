import { expect, type Page, test } from "@playwright/test";
import { Elsewhere, nameOf, signUp } from "./people";

/** A second window of the same browser, at the same page. */
async function secondTab(page: Page): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto("/today");
  await tab.getByRole("heading", { name: "Today", exact: true }).waitFor();
  return tab;
}

const row = (page: Page, title: string) => page.getByRole("link", { name: title, exact: true });

test("a change made elsewhere is seen in both tabs, and one stream serves them", async ({
  page,
}) => {
  const streams: string[] = [];
  page.context().on("request", (request) => {
    if (request.url().endsWith("/api/events")) streams.push(request.url());
  });
  const person = await signUp(page);
  const other = await secondTab(page);
  const elsewhere = await Elsewhere.signIn(page.request, person);
  const task = await elsewhere.add("Buy milk today");
  await expect(row(page, "Buy milk")).toBeVisible();
  await expect(row(other, "Buy milk")).toBeVisible();
  await elsewhere.change(task.id, { title: "Buy oat milk" });
  await expect(row(page, "Buy oat milk")).toBeVisible();
  await expect(row(other, "Buy oat milk")).toBeVisible();
  expect(streams).toHaveLength(1);
});

test("when the tab that listens closes, the other goes on", async ({ page }) => {
  const person = await signUp(page);
  const other = await secondTab(page);
  const elsewhere = await Elsewhere.signIn(page.request, person);
  await elsewhere.add("First today");
  await expect(row(other, "First")).toBeVisible();
  const goesOn = other.waitForRequest("**/api/events");
  await page.close();
  await goesOn;
  await elsewhere.add("Second today");
  await expect(row(other, "Second")).toBeVisible();
});

test("what is done in one tab is done in the other, and told in the one alone", async ({
  page,
}) => {
  const person = await signUp(page);
  await (await Elsewhere.signIn(page.request, person)).add("Pay rent today");
  const other = await secondTab(page);
  await row(other, "Pay rent").waitFor();
  await page.getByRole("checkbox", { name: /Pay rent/ }).click();
  await expect(row(other, "Pay rent")).toBeHidden();
  await expect(page.getByText("Done.").first()).toBeVisible();
  await expect(other.getByText("Done.")).toHaveCount(0);
});

test("signing out in one tab signs out the other", async ({ page }) => {
  const person = await signUp(page);
  const other = await secondTab(page);
  await page.getByRole("button", { name: nameOf(person) }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  for (const tab of [page, other]) {
    await expect(tab).toHaveURL(/sign-in/);
  }
});
