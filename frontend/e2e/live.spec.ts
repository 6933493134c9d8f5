import { expect, type Page, test } from "@playwright/test";
import { Elsewhere, nameOf, signUp } from "./people";

/** A second window of the same browser, at the same page. */
async function secondTab(page: Page): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto("/today");
  await tab.getByRole("heading", { name: "Today", exact: true, level: 1 }).waitFor();
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

test("what tasks stand in is seen in both tabs as it is made, changed and deleted elsewhere", async ({
  page,
}) => {
  const person = await signUp(page);
  const other = await secondTab(page);
  const both = [page, other];
  const elsewhere = await Elsewhere.signIn(page.request, person);
  const link = (tab: Page, name: RegExp) => tab.getByRole("link", { name });

  const project = await elsewhere.make("/api/projects", { name: "Garden" });
  for (const tab of both) await expect(link(tab, /^Garden/)).toBeVisible();
  await elsewhere.send("PATCH", `/api/projects/${project}`, { name: "Allotment" });
  for (const tab of both) await expect(link(tab, /^Allotment/)).toBeVisible();

  await link(page, /^Allotment/).click();
  await expect(page.getByRole("heading", { name: "Allotment", level: 1 })).toBeVisible();
  const section = await elsewhere.make(`/api/projects/${project}/sections`, { name: "Beds" });
  await expect(page.getByRole("region", { name: "Beds" })).toBeVisible();
  await elsewhere.send("PATCH", `/api/sections/${section}`, { name: "Raised beds" });
  await expect(page.getByRole("region", { name: "Raised beds" })).toBeVisible();

  const filter = await elsewhere.make("/api/filters", { name: "Late", query: "overdue" });
  const label = await elsewhere.make("/api/labels", { name: "spade" });
  await elsewhere.add("Dig @rake #Allotment");
  for (const tab of both) {
    for (const name of [/^Late/, /^spade/, /^rake/]) await expect(link(tab, name)).toBeVisible();
  }
  await elsewhere.send("DELETE", `/api/filters/${filter}`);
  await elsewhere.send("DELETE", `/api/labels/${label}`);
  for (const tab of both) {
    for (const name of [/^Late/, /^spade/]) await expect(link(tab, name)).toHaveCount(0);
  }

  await elsewhere.send("DELETE", `/api/projects/${project}`);
  for (const tab of both) await expect(link(tab, /^Allotment/)).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
});

test("what somebody else makes comes to nobody else", async ({ page, browser }) => {
  const person = await signUp(page);
  const mine = await Elsewhere.signIn(page.request, person);
  const strangers = await browser.newContext();
  const theirs = await strangers.newPage();
  await Elsewhere.signIn(theirs.request, await signUp(theirs)).then((other) =>
    other.make("/api/projects", { name: "Theirs" }),
  );
  await expect(theirs.getByRole("link", { name: /^Theirs/ })).toBeVisible();
  await mine.make("/api/projects", { name: "Mine" }); // comes after it, if that came
  await expect(page.getByRole("link", { name: /^Mine/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /^Theirs/ })).toHaveCount(0);
  await strangers.close();
});
