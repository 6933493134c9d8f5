import { expect, type Page, type Route, test } from "@playwright/test";
import { closeDialog, Elsewhere, signIn, signUp } from "./people";

test.setTimeout(180_000); // busy machines take their time

const API = "**/api/**";
const today = (page: Page) => page.getByRole("heading", { name: "Today", exact: true });
const down = (route: Route): Promise<void> => route.abort("connectionrefused");

/** The answer of the API to one kind of problem. */
const problem = (status: number, more: object = {}, headers: Record<string, string> = {}) => ({
  status,
  headers: { "content-type": "application/problem+json", ...headers },
  body: JSON.stringify({
    type: "about:blank",
    code: "test",
    title: "No",
    status,
    detail: "That cannot be.",
    instance: "r1",
    ...more,
  }),
});

test("an address that makes no sense is a page all the same", async ({ page }) => {
  await signUp(page);
  for (const at of [
    "/search?q=2026",
    '/search?q={"a":1}',
    "/filters/new?query=[1]",
    "/log?tab=nope",
    "/today?task=5",
    "/upcoming?add=true",
    "/upcoming?add=2026-13-01",
  ]) {
    await page.goto(at);
    await expect(page.locator("h1")).toBeVisible(); // also behind quick add
    await expect(page.getByText("Something broke on this page")).toHaveCount(0);
  }
  await page.getByLabel("What, and when").fill("Buy milk"); // after a day that there is not
  await expect(page.getByRole("dialog").getByText("Buy milk").first()).toBeVisible();
});

test("a server that is down at the start is waited for", async ({ page }) => {
  await signUp(page);
  await page.evaluate(() => indexedDB.deleteDatabase("rondel"));
  await page.route(API, down);
  await page.reload();
  await expect(page.getByRole("heading", { name: "No connection to the server" })).toBeVisible();
  await page.unroute(API);
  await expect(today(page)).toBeVisible({ timeout: 30_000 });
});

test("a server that goes away is told after a while, and comes back by itself", async ({
  page,
}) => {
  const person = await signUp(page);
  const elsewhere = await Elsewhere.signIn(page.request, person);
  await elsewhere.add("Buy milk today");
  await page.getByRole("checkbox", { name: /Buy milk/ }).waitFor();
  await page.route(API, down);
  await page.reload();
  await expect(page.getByText(/^Offline – as of|No connection to the server/).first()).toBeVisible({
    timeout: 20_000,
  });
  await elsewhere.add("Added meanwhile today");
  await page.unroute(API);
  await expect(page.getByRole("checkbox", { name: /Added meanwhile/ })).toBeVisible({
    timeout: 40_000,
  });
  await expect(page.getByText(/^Offline/)).toBeHidden();
});

test("a token that the server refuses is renewed once, unseen", async ({ page }) => {
  await signUp(page);
  let refreshes = 0;
  const refused = new Set<string>();
  page.on("request", (request) => {
    if (request.url().endsWith("/api/auth/refresh")) refreshes += 1;
  });
  await page.route("**/api/{tasks,views}**", (route) => {
    const token = route.request().headers().authorization ?? "";
    if (refreshes > 0) return route.continue();
    refused.add(token);
    return route.fulfill(problem(401));
  });
  await page.getByRole("link", { name: "Upcoming" }).first().click();
  await expect(page.getByRole("heading", { name: "Upcoming", exact: true })).toBeVisible();
  await expect(
    page.getByText("Nothing in the next two weeks").or(page.locator("main p")).first(),
  ).toBeVisible();
  expect(refused.size).toBe(1);
  expect(refreshes).toBe(1);
});

test("a session that ends keeps the place and what was being typed", async ({ page }) => {
  const person = await signUp(page);
  await page.getByRole("link", { name: "Upcoming" }).first().click();
  await page.getByRole("heading", { name: "Upcoming", exact: true }).waitFor();
  await page.keyboard.press("q");
  const what = page.getByLabel("What, and when");
  const read = page.waitForResponse("**/api/tasks/parse");
  await what.fill("A long thought");
  await read;
  await page.context().clearCookies();
  await page.route("**/api/tasks/parse", (route) => route.fulfill(problem(401)));
  await what.fill("A long thought, half typed");
  await expect(page).toHaveURL(/sign-in\?next=.*upcoming/);
  await page.unroute("**/api/tasks/parse");
  await signIn(page, person);
  await expect(page).toHaveURL(/upcoming/);
  await page.getByRole("heading", { name: "Upcoming", exact: true }).waitFor();
  await page.keyboard.press("q");
  await expect(what).toHaveValue("A long thought, half typed");
});

test("a change to what is old by now is told, taken back, and the newest is shown", async ({
  page,
}) => {
  const person = await signUp(page);
  const elsewhere = await Elsewhere.signIn(page.request, person);
  await elsewhere.add("Buy milk today");
  const box = page.getByRole("checkbox", { name: /Buy milk/ });
  await box.waitFor();
  await page.route("**/complete", (route) => route.fulfill(problem(412)));
  const newest = page.waitForRequest((request) => /\/api\/tasks\?/.test(request.url()));
  await box.click();
  await expect(page.getByText("This was changed elsewhere meanwhile").first()).toBeVisible();
  await newest;
  await expect(box).not.toBeChecked();
});

test("what the server refuses of a form is told at its field", async ({ page }) => {
  await page.goto("/sign-up");
  await page.getByLabel("Email").fill("somebody@example.org");
  await page.getByLabel("Password", { exact: true }).fill("12");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("Password", { exact: true })).toHaveAttribute(
    "aria-invalid",
    "true",
  );
});

test("a list that comes too often is waited for as long as the server asks, and told", async ({
  page,
}) => {
  await signUp(page);
  let times = 0;
  await page.route(/\/api\/tasks\?/, (route) => {
    times += 1;
    return times === 1 ? route.fulfill(problem(429, {}, { "retry-after": "3" })) : route.continue();
  });
  await page.getByRole("link", { name: "Inbox" }).first().click();
  await expect(page.getByText("The server asks to wait 3 s").first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "Inbox", exact: true })).toBeVisible();
});

test("a browser that keeps nothing can be used", async ({ page }) => {
  await page.addInitScript(() => {
    const forbidden = {
      get: () => {
        throw new DOMException("denied", "SecurityError");
      },
    };
    for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
      Object.defineProperty(window, name, forbidden);
    }
  });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await signUp(page);
  await page.keyboard.press("q");
  await page.getByLabel("What, and when").fill("Buy milk today");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByLabel("What, and when")).toHaveValue("");
  await closeDialog(page);
  await expect(page.getByRole("checkbox", { name: /Buy milk/ })).toBeVisible();
  expect(errors).toEqual([]);
});

test("a browser on plain http has no locks, no random ids and no worker, and can be used", async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "locks", { value: undefined });
    Object.defineProperty(Navigator.prototype, "serviceWorker", { value: undefined });
    Object.defineProperty(Crypto.prototype, "randomUUID", { value: undefined });
    Reflect.deleteProperty(Crypto.prototype, "randomUUID");
  });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  const person = await signUp(page);
  await (await Elsewhere.signIn(page.request, person)).add("Buy milk today");
  await expect(page.getByRole("checkbox", { name: /Buy milk/ })).toBeVisible();
  expect(errors).toEqual([]);
});

test.describe("without a worker, which has the parts", () => {
  test.use({ serviceWorkers: "block" });

  test("a part of the app that is gone is a newer version, which is offered", async ({ page }) => {
    await signUp(page);
    await page.route(/assets\/inbox-.*\.js/, (route) => route.fulfill({ status: 404 }));
    await page.getByRole("link", { name: "Inbox" }).first().click();
    await expect(page.getByRole("button", { name: "Reload" }).first()).toBeVisible();
  });
});
