import { expect, type Locator, type Page, test } from "@playwright/test";
import { closeDialog, Elsewhere, goBy, signUp } from "./people";

const WORDS = "Water the plants every 3 days at 9am !1h";
const TITLE = "Water the plants";
const THREE_DATES = /^Dates: \S+ \d+ \S+ 09:00( · \S+ \d+ \S+ 09:00){2}$/;

const box = (page: Page): Locator =>
  page.getByRole("checkbox", { name: `Mark “${TITLE}” as done` }).first();
const link = (page: Page): Locator => page.getByRole("link", { name: TITLE }).first();

/** Which occurrence the list shows. */
async function shown(page: Page): Promise<string> {
  return new URL((await link(page).getAttribute("href")) ?? "", page.url()).searchParams.get(
    "task",
  ) as string;
}

/** A reminder that is due in a moment, besides those that the task has. */
async function remindSoon(elsewhere: Elsewhere, id: string): Promise<void> {
  await elsewhere.change(id, { reminders: [{ at: new Date(Date.now() + 4000).toISOString() }] });
}

/** Somebody else's tab: it is told of changes, and must not be loaded again for them. */
async function secondTab(page: Page): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto("/upcoming");
  await expect(link(tab)).toBeVisible();
  await tab.evaluate(() => Object.assign(window, { isTheSamePage: true }));
  return tab;
}

async function comesAgain(tab: Page, before: string): Promise<void> {
  await expect(async () => expect(await shown(tab)).not.toBe(before)).toPass({ timeout: 20_000 });
  expect(await tab.evaluate(() => "isTheSamePage" in window)).toBe(true);
}

test("plants are watered, come back in another tab, and remind; put off, with a receipt", async ({
  page,
}) => {
  test.slow();
  const elsewhere = await Elsewhere.signIn(page.request, await signUp(page));
  await page.getByRole("button", { name: "Add task" }).first().click();
  await page.getByLabel("What, and when").fill(WORDS);
  await expect(page.getByText(THREE_DATES)).toBeVisible();
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("Added", { exact: false }).first()).toBeVisible();
  await closeDialog(page);

  await page.getByRole("link", { name: "Upcoming" }).first().click();
  await expect(link(page)).toBeVisible();
  const tab = await secondTab(page);
  const first = await shown(page);
  await page.bringToFront();
  await box(page).click();
  await expect(page.getByText(/^Done\. Next: \S+ \d+ \S+ 09:00$/).first()).toBeVisible();
  await comesAgain(tab, first);

  const next = await shown(tab);
  await remindSoon(elsewhere, next);
  await page.goto(`/tasks/${next}`);
  await expect(page.getByText(/^Sent /)).toBeVisible({ timeout: 45_000 });
  await page.getByRole("button", { name: "What became of it" }).first().click();
  await expect(page.getByText(/^Accepted by the mail server at /)).toBeVisible();
  await page.getByRole("button", { name: "Snooze" }).first().click();
  await page.getByRole("menuitem", { name: "In 10 minutes" }).click();
  await expect(page.getByText("Put off", { exact: true })).toBeVisible();
});

/** The focus is there after some presses of Tab, as people without a pointer get there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}

test("the same by keys alone", async ({ page }) => {
  test.slow();
  const elsewhere = await Elsewhere.signIn(page.request, await signUp(page));
  await page.keyboard.press("q");
  await expect(page.getByLabel("What, and when")).toBeFocused();
  await page.keyboard.type(WORDS);
  await expect(page.getByText(THREE_DATES)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Added", { exact: false }).first()).toBeVisible();
  await closeDialog(page);

  await goBy(page, "u", link(page));
  const first = await shown(page);
  // There is one task, so that pressing again goes nowhere else.
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(link(page)).toBeFocused({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await page.keyboard.press("e");
  await expect(page.getByText(/^Done\. Next: \S+ \d+ \S+ 09:00$/).first()).toBeVisible();
  await expect(async () => expect(await shown(page)).not.toBe(first)).toPass({ timeout: 20_000 });

  await remindSoon(elsewhere, await shown(page));
  await page.keyboard.press("j");
  await expect(link(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^Sent /)).toBeVisible({ timeout: 45_000 });
  await tabTo(page, page.getByRole("button", { name: "What became of it" }).first());
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^Accepted by the mail server at /)).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Snooze" }).first());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "In 10 minutes" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Put off", { exact: true })).toBeVisible();
});
