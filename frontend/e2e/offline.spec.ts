import { expect, type Page, test } from "@playwright/test";
import { closeDialog, Elsewhere, nameOf, signUp } from "./people";

/** The worker has the app, and IndexedDB what was read. */
async function isKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await expect.poll(() => page.evaluate(readKept), { timeout: 20_000 }).toContain("Buy milk");
}

/** What is kept, as text; a database that is not there is not made, which would keep the app out. */
async function readKept(): Promise<string> {
  const all = await indexedDB.databases();
  if (!all.some((each) => each.name === "rondel")) return "";
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const asked = indexedDB.open("rondel");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  try {
    return await new Promise((resolve, reject) => {
      const asked = database.transaction("kept").objectStore("kept").get("data");
      asked.onsuccess = () => resolve(JSON.stringify(asked.result ?? ""));
      asked.onerror = () => reject(asked.error);
    });
  } finally {
    database.close();
  }
}

test("without a network the last lists are there, what is added is kept and sent once", async ({
  page,
  context,
}) => {
  test.setTimeout(180_000); // what it may wait for takes longer than a minute in sum
  const person = await signUp(page);
  const elsewhere = await Elsewhere.signIn(page.request, person);
  await elsewhere.add("Buy milk today");
  await page.getByRole("checkbox", { name: /Buy milk/ }).waitFor();
  await isKept(page);

  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText(/Offline – as of \d\d:\d\d/)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("checkbox", { name: /Buy milk/ })).toBeVisible();

  await page.getByRole("checkbox", { name: /Buy milk/ }).click();
  await expect(page.getByText("The server cannot be reached").first()).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /Buy milk/ })).not.toBeChecked();

  await page.keyboard.press("q");
  await page.getByLabel("What, and when").fill("Call mum today");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("1 task waits to be sent")).toBeVisible();
  await page.getByLabel("What, and when").fill("Write to Ada today");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("2 tasks wait to be sent")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("q");
  await expect(page.getByLabel("What, and when")).toHaveValue("");
  await closeDialog(page);

  await context.setOffline(false);
  await expect(page.getByRole("checkbox", { name: /Call mum/ })).toBeVisible({ timeout: 40_000 });
  await expect(page.getByRole("checkbox", { name: /Call mum/ })).toHaveCount(1);
  await expect(page.getByRole("checkbox", { name: /Write to Ada/ })).toHaveCount(1);
  await expect(page.getByText(/waits to be sent/)).toBeHidden();
  await expect(page.getByText(/Offline – as of/)).toBeHidden();
});

test("a file of the server is no page of the app: the notices of what it is made of", async ({
  page,
}) => {
  await signUp(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.goto("/status");
  await page.getByRole("link", { name: "Licences of what it is made of" }).click();
  await expect(page).toHaveURL(/\/licenses\.txt$/);
  await expect(page.locator("body")).toContainText("Copyright (c) Meta Platforms");
});

test("signing out leaves nothing of a person behind", async ({ page, context }) => {
  test.slow(); // the worker fetches all files first
  const person = await signUp(page);
  await (await Elsewhere.signIn(page.request, person)).add("Buy milk today");
  await page.getByRole("checkbox", { name: /Buy milk/ }).waitFor();
  await isKept(page);
  await page.getByRole("button", { name: nameOf(person) }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/sign-in/);
  await context.setOffline(true);
  await page.goto("/today").catch(() => undefined); // what comes then is looked at
  await expect(page.getByRole("heading", { name: "No connection to the server" })).toBeVisible();
  await expect(page.getByText("Buy milk")).toHaveCount(0);
});
