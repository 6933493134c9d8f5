import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { signUp } from "./people";

interface Wanted {
  readonly title: string;
  readonly due?: object;
  readonly recurrence?: object;
}

/** Somebody new, with one task; answers its id. */
async function signUpWith(page: Page, task: Wanted): Promise<string> {
  const { email, password } = await signUp(page);
  const signedIn = await page.request.post("/api/auth/sign-in", { data: { email, password } });
  const { access_token: token } = await signedIn.json();
  const made = await page.request.post("/api/tasks", {
    data: task,
    headers: { authorization: `Bearer ${token}` },
  });
  expect(made.status()).toBe(201);
  return (await made.json()).id;
}

/** A day in Berlin, where the browser is: so many from now. */
function day(away: number): string {
  const date = new Date(Date.now() + away * 86_400_000);
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format(date);
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
}

test.setTimeout(240_000); // axe looks at each state of the panel

test("a task is opened, changed in every field and closed by keys alone", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await signUpWith(page, { title: "Repaint the fence", due: { date: day(0) } });
  const row = page.locator("#content").getByRole("link", { name: "Repaint the fence" });
  await row.focus();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Task" });
  await expect(panel).toBeFocused();

  const title = panel.getByLabel("Title");
  await title.press("End");
  await page.keyboard.type(" and the gate");
  await page.keyboard.press("Enter");
  await expect(panel.getByText("Saved")).toBeVisible();
  const changed = page.locator("#content").getByRole("link", { name: "fence and the gate" });
  await expect(changed).toBeVisible();

  await panel.getByRole("button", { name: /^Priority/ }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("button", { name: /^Priority: High/ })).toBeFocused();

  await panel.getByLabel("Add label").focus();
  await page.keyboard.type("garden");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("button", { name: "Remove label garden" })).toBeVisible();

  await panel.getByRole("button", { name: /^Due/ }).press("Enter");
  await page.getByLabel("In words").fill("tomorrow 5pm");
  await expect(page.getByRole("button", { name: /^Set to Tomorrow 17:00/ })).toBeEnabled();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("button", { name: /^Due: Tomorrow 17:00/ })).toBeVisible();

  await panel.getByRole("button", { name: "Add notes" }).press("Enter");
  await page.keyboard.type("Grey, see https://example.org/grey");
  await page.keyboard.press("Escape");
  await expect(panel.getByRole("link", { name: "https://example.org/grey" })).toBeVisible();

  const step = panel.getByLabel("Add a step");
  for (const words of ["Sand it", "Paint it"]) {
    await step.fill(words);
    await step.press("Enter");
    await expect(panel.getByLabel(`Step: ${words}`)).toBeVisible();
  }
  await panel.getByLabel("Step: Paint it").press("Alt+ArrowUp");
  await expect(panel.getByRole("checkbox", { name: /^Tick/ }).first()).toHaveAccessibleName(
    "Tick “Paint it”",
  );
  await expect(panel.getByLabel("Step: Paint it")).toBeFocused();
  await panel.getByRole("checkbox", { name: "Tick “Sand it”" }).press("Space");
  await expect(panel.getByText("1 of 2")).toBeVisible();

  await panel.getByLabel("Add a subtask").fill("Buy sandpaper");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("link", { name: "Buy sandpaper" })).toBeVisible();
  await expectAccessible(page);

  await page.reload();
  await expect(panel.getByLabel("Title")).toHaveValue("Repaint the fence and the gate");
  await expect(panel.getByText("1 of 2")).toBeVisible();

  await page.getByRole("link", { name: "Upcoming" }).first().click();
  await changed.press("Enter");
  await expect(panel).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(changed).toBeFocused();
});

test("what another tab changes is shown, and what is typed meanwhile is kept", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await signUpWith(page, { title: "Water the plants", due: { date: day(0) } });
  await page.locator("#content").getByRole("link", { name: "Water the plants" }).click();
  const other = await page.context().newPage();
  await other.setViewportSize({ width: 1280, height: 900 });
  await other.goto(page.url());
  const mine = page.getByLabel("Title");
  const theirs = other.getByLabel("Title");
  await expect(theirs).toHaveValue("Water the plants");

  await mine.fill("Water all plants");
  await theirs.fill("Water the garden");
  await theirs.press("Enter");
  const note = page.getByRole("alert");
  await expect(note.getByText("Water all plants")).toBeVisible();
  await expect(note.getByText("Water the garden")).toBeVisible();
  await expectAccessible(page);
  await note.getByRole("button", { name: "Keep mine" }).click();
  await expect(theirs).toHaveValue("Water all plants");

  await other.getByRole("button", { name: "More about this task" }).click();
  await other.getByRole("menuitem", { name: "Delete" }).click();
  await expect(
    other.getByText("Deleted. It is in the trash for 30 days.", { exact: true }),
  ).toBeVisible();
  await expect(page.getByRole("heading", { name: "This task is deleted" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Bring it back" }).click();
  await expect(mine).toHaveValue("Water all plants");
});

test("on a phone the task covers the page; a series asks which ones are meant", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signUpWith(page, {
    title: "Water the plants",
    due: { datetime_local: `${day(0)}T23:59` },
    recurrence: { rrule: "FREQ=DAILY" },
  });
  const row = page.locator("#content").getByRole("link", { name: "Water the plants" });
  await row.click();
  const panel = page.getByRole("dialog", { name: "Task" });
  await expect(panel.getByText(/every day/).first()).toBeVisible();
  await panel.getByLabel("Title").fill("Water all plants");
  await page.keyboard.press("Enter");
  const question = page.getByRole("dialog", { name: "This task comes back" });
  await expectAccessible(page);
  await question.getByRole("button", { name: /^This one/ }).click();
  await expect(panel.getByText("Saved")).toBeVisible();

  await panel.getByRole("button", { name: "More about this task" }).click();
  await page.getByRole("menuitem", { name: "Skip this one" }).click();
  await expect(page.getByText(/^Skipped. Next:/)).toBeVisible();
  await expect(panel.getByLabel("Title")).toHaveValue("Water the plants");
  await expect(panel.getByRole("button", { name: /^Due: Tomorrow/ })).toBeVisible();
  await expectAccessible(page);
  await panel.getByLabel("Title").press("Escape");
  await expect(panel).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
});

test("the address of mails opens the task over its list; what is gone is said", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  const id = await signUpWith(page, { title: "Buy milk" });
  await page.goto(`/tasks/${id}`);
  await expect(page).toHaveURL(`/inbox?task=${id}`);
  await expect(page.getByLabel("Title")).toHaveValue("Buy milk");
  await page.goto("/tasks");
  await expect(page).toHaveURL("/today");
  await page.goto(`/tasks/${crypto.randomUUID()}`);
  await page.getByRole("button", { name: "Bring it back" }).click();
  await expect(page.getByText("it cannot be brought back")).toBeVisible();
});
