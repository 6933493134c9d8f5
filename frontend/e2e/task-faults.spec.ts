import { expect, type Page, test } from "@playwright/test";
import { Elsewhere, type Person, signIn, signUp } from "./people";

// A service worker that takes over while a request waits for its `route` would leave it waiting.
test.use({ serviceWorkers: "block" });

test.setTimeout(180_000);

const title = (page: Page) => page.getByLabel("Title", { exact: true });

/** Somebody new, who has this task open beside a list. */
async function withTask(page: Page, words = "Water the plants"): Promise<[Person, string]> {
  const person = await signUp(page);
  const elsewhere = await Elsewhere.signIn(page.request, person);
  const { id } = await elsewhere.add(words);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`/inbox?task=${id}`);
  await expect(title(page)).toHaveValue(words);
  return [person, id];
}

test("a session that ends in the middle of a save keeps what was typed", async ({ page }) => {
  const [person] = await withTask(page);
  await page.context().clearCookies();
  await page.route("**/api/tasks/*", (route) =>
    route.request().method() === "PATCH" ? route.fulfill({ status: 401 }) : route.continue(),
  );
  await title(page).fill("Water all plants");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/sign-in\?next=/);
  await page.unroute("**/api/tasks/*");
  await signIn(page, person);
  await expect(title(page)).toHaveValue("Water all plants");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
});

test("an answer that is lost on its way: sent again, it is stored once and no conflict", async ({
  page,
}) => {
  const [, id] = await withTask(page);
  let lost = 0;
  await page.route(`**/api/tasks/${id}`, async (route) => {
    if (route.request().method() !== "PATCH" || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort("connectionreset");
  });
  await title(page).fill("Water all plants");
  await page.keyboard.press("Enter");
  await expect.poll(() => lost).toBe(1);
  // The event of the first try has come, or comes now: the field is sent again by itself.
  await expect(page.getByRole("button", { name: "Try again" })).toBeHidden({ timeout: 30_000 });
  await expect(page.getByText("was changed elsewhere")).toBeHidden();
  await page.reload();
  await expect(title(page)).toHaveValue("Water all plants");
});

test("notes that two tabs change are shown in both versions", async ({ page }) => {
  const [person, id] = await withTask(page);
  const elsewhere = await Elsewhere.signIn(page.request, person);
  await page.getByRole("button", { name: "Add notes" }).click();
  await page.keyboard.type("Mine");
  await elsewhere.change(id, { notes: "Theirs" });
  const note = page.getByRole("alert");
  await expect(note.getByText("Mine", { exact: true })).toBeVisible();
  await expect(note.getByText("Theirs", { exact: true })).toBeVisible();
  await note.getByRole("button", { name: "Take the other" }).click();
  await expect(page.getByText("Theirs", { exact: true })).toBeVisible();
});

test("the last day there is, far zones, and long words in any script can be looked at", async ({
  page,
}) => {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  const person = await signUp(page);
  const elsewhere = await Elsewhere.signIn(page.request, person);
  const name = `اشتر الخبز ${"🥖".repeat(400)}`;
  const id = await elsewhere.make("/api/tasks", {
    title: name,
    notes: "x".repeat(10_000),
    due: { datetime_local: "9000-12-30T23:30", zone: "Pacific/Kiritimati" },
    start: { datetime_local: "9000-12-29T00:30", zone: "Pacific/Kiritimati" },
  });
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto(`/inbox?task=${id}`);
  await expect(title(page)).toHaveValue(name);
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await width()).toBe(320);
  await page.getByRole("button", { name: /^Due: 30 Dec 9000/ }).click();
  const picker = page.getByRole("dialog", { name: "Due" });
  await expect(picker.getByText("December 9000")).toBeVisible();
  expect(await width()).toBe(320);
  // A day that the server does not take is told where it was picked.
  await picker.getByRole("button", { name: "Next month" }).click();
  await picker.getByRole("gridcell", { name: /15 January 9001/ }).click();
  await expect(page.getByRole("alert").getByText("A year from 1900 to 9000.")).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("button", { name: /^Due: 30 Dec 9000/ })).toBeVisible();
  expect(errors).toEqual([]);
});
