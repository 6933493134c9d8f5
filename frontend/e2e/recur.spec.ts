import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { dayFromNow, signUp } from "./people";

// Three runs of axe in a test take their time.
test.describe.configure({ timeout: 300_000 });

/** What the API says to whoever is signed in on the page. */
async function caller(page: Page, person: { email: string; password: string }) {
  const answer = await page.request.post("/api/auth/sign-in", { data: person });
  const { access_token: token } = await answer.json();
  const headers = { authorization: `Bearer ${token}` };
  return {
    post: async (path: string, data?: unknown) =>
      (await page.request.post(path, { data, headers })).json(),
    get: async (path: string) => (await page.request.get(path, { headers })).json(),
  };
}

/** No violation of WCAG that axe can find, in both themes. */
async function isAccessible(page: Page): Promise<void> {
  for (const theme of ["light", "dark"]) {
    await page.evaluate(
      (dark) => document.documentElement.classList.toggle("dark", dark),
      theme === "dark",
    );
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [theme, id, nodes.map(({ html }) => html)])).toEqual(
      [],
    );
  }
}

test("a rule is clicked together by keys, changed for all that follow, and ended", async ({
  page,
}) => {
  const api = await caller(page, await signUp(page));
  const task = await api.post("/api/tasks", {
    title: "Pay the rent",
    due: { datetime_local: "2031-01-31T09:00" },
  });
  await page.goto(`/tasks/${task.id}/schedule`);

  await page.getByRole("button", { name: "Repeat …" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Monthly" }).focus();
  await page.keyboard.press("Space");
  await expect(dialog.getByText("On the last day of every month")).toBeVisible();
  await expect(dialog.getByText("28 Feb 2031")).toBeVisible();
  await isAccessible(page);
  await dialog.getByLabel("Skip that month").focus();
  await page.keyboard.press("Space");
  await expect(dialog.getByText("skips months without a 31st", { exact: false })).toBeVisible();
  await dialog.getByRole("button", { name: "Do that" }).click();
  await expect(dialog.getByLabel("Its last day instead")).toBeChecked();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/^Comes back:/)).toBeVisible();
  await expect(page.getByText("On the last day of every month at 09:00")).toBeVisible();
  await expect(
    page.getByText("Then Fri, 28 Feb 09:00").or(page.getByText("Then Fri 28 Feb 09:00")),
  ).toBeVisible();
  expect((await api.get(`/api/tasks/${task.id}`)).recurrence.rrule).toBe(
    "FREQ=MONTHLY;BYMONTHDAY=-1",
  );

  await page.getByRole("button", { name: "Change" }).first().click();
  await dialog.getByText("More", { exact: true }).click();
  const text = dialog.getByLabel("As RRULE (RFC 5545)");
  await text.fill("FREQ=DAILY;FOO=1");
  await expect(dialog.getByText("is not a part of a rule").last()).toBeVisible();
  await text.fill("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=MO");
  await expect(dialog.getByText("Every 2 weeks on Monday and Friday")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Monday", exact: true })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByRole("button", { name: /^All of them/ }).click();
  await expect(page.getByText("Every 2 weeks on Monday and Friday at 09:00")).toBeVisible();

  await page.getByRole("button", { name: "Change" }).first().click();
  await dialog.getByRole("button", { name: "Stop repeating" }).click();
  await expect(dialog.getByText("stays as a single task", { exact: false })).toBeVisible();
  await dialog.getByRole("button", { name: "Stop repeating" }).click();
  await expect(page.getByText("Does not repeat")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(page.getByText("Every 2 weeks on Monday and Friday at 09:00")).toBeVisible();
});

test("a reminder fires, says so to the millisecond, and is put off", async ({ page }) => {
  const api = await caller(page, await signUp(page));
  const task = await api.post("/api/tasks", {
    title: "Call back",
    due: { datetime_local: "2031-01-31T09:00" },
    reminders: [{ at: new Date(Date.now() + 3000).toISOString() }],
  });
  await page.goto(`/tasks/${task.id}/schedule`);
  await page.getByRole("button", { name: "Remind me …" }).click();
  await page.getByRole("menuitem", { name: "1 hour before it is due" }).click();
  await expect(page.getByText("1 hour before it is due")).toBeVisible();
  await expect(page.getByText("Reminder added.", { exact: true })).toBeVisible();

  await expect(page.getByText(/^Sent /)).toBeVisible({ timeout: 45_000 });
  await page.getByRole("button", { name: "What became of it" }).first().click();
  await expect(
    page.getByText(/^Accepted by the mail server at .*\d\d:\d\d:\d\d\.\d{3}$/),
  ).toBeVisible();
  await expect(page.getByText(/ after its time$/)).toBeVisible();
  await page.getByRole("button", { name: "Why did nothing arrive?" }).click();
  await expect(page.getByRole("link", { name: "Notification settings" })).toBeVisible();
  await isAccessible(page);

  await page.getByRole("button", { name: "Snooze" }).first().click();
  await page.getByRole("menuitem", { name: "In 10 minutes" }).click();
  await expect(page.getByText("Put off", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Take back" }).click();
  await expect(page.getByText("Put off", { exact: true })).toBeHidden();

  await page.goto("/deliveries");
  await expect(page.getByRole("link", { name: "Call back" })).toBeVisible();
  await page.getByRole("button", { name: "Failed" }).click();
  await expect(page.getByText("None of these")).toBeVisible();
  await expect(page).toHaveURL(/state=failed/);
  await isAccessible(page);
});

test("what was missed, skipped and done stands in the history", async ({ page }) => {
  const api = await caller(page, await signUp(page));
  const day = await dayFromNow(page, -20);
  const task = await api.post("/api/tasks", {
    title: "Practise the cello",
    due: { date: day },
    recurrence: { rrule: "FREQ=DAILY" },
  });
  await api.post(`/api/tasks/${task.id}/complete`);
  await page.goto(`/tasks/${task.id}/history`);
  await expect(page.getByRole("heading", { name: "Practise the cello" })).toBeVisible();
  await expect(
    page.getByRole("img", { name: /^The last year: 2 done, 0 skipped, 19 missed/ }),
  ).toBeVisible();
  await expect(page.getByText(/^Done .* late$/)).toBeVisible();
  await page.getByText("As a table").click();
  await expect(page.getByRole("table")).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "Missed" }).click();
  await expect(
    page
      .getByRole("listitem")
      .filter({ hasText: /Missed$/ })
      .nth(3),
  ).toBeVisible();
  await expect(page.getByText(/^Done .* late$/)).toBeHidden();
});
