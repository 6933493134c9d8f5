import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { closeDialog, goBy, type Person, signUp } from "./people";

test.slow(); // axe reads every page several times

type Fields = Readonly<Record<string, unknown>>;

/** Makes tasks behind the page's back, as another device would. */
async function maker(page: Page, person: Person): Promise<(task: Fields) => Promise<void>> {
  const signedIn = await page.request.post("/api/auth/sign-in", { data: person });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  return async (task) => {
    const headers = { authorization: `Bearer ${token}` };
    const made = await page.request.post("/api/tasks", { data: task, headers });
    expect(made.status()).toBe(201);
  };
}

const titles = (page: Page): Promise<string[]> => page.locator("a[data-title]").allTextContents();
const row = (page: Page, title: string) => page.locator("a[data-title]", { hasText: title });

async function noViolations(page: Page): Promise<void> {
  // What fades in has its own colours only when it is there.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((each) => each.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
}

test("a list is worked through by keys alone", async ({ page }) => {
  const make = await maker(page, await signUp(page));
  for (const title of ["One", "Two", "Three", "Four"]) await make({ title });
  await goBy(page, "i", row(page, "Four"));

  await page.keyboard.press("j");
  await expect(row(page, "One")).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("e");
  await expect(row(page, "Three")).toBeFocused();
  await expect.poll(() => titles(page)).toEqual(["One", "Three", "Four"]);
  await page.keyboard.press("Control+z");
  await expect.poll(() => titles(page)).toEqual(["One", "Two", "Three", "Four"]);

  await page.keyboard.press("d");
  const due = page.getByRole("dialog", { name: "Due" });
  await due.getByLabel("When, in words").fill("tomorrow 5pm");
  await expect(due.getByRole("status")).toContainText("17:00");
  await noViolations(page);
  await page.keyboard.press("Enter");
  await expect(row(page, "Three")).toBeFocused();
  await expect(page.getByText("Tomorrow 17:00")).toBeVisible();

  await page.keyboard.press("p");
  await expect(page.getByRole("listbox", { name: "Priority" })).toBeFocused();
  await page.keyboard.press("1");
  await expect(row(page, "Three")).toBeFocused();
  await page.keyboard.press("l");
  await page.getByRole("combobox").fill("home");
  await page.keyboard.press("Enter");
  await expect(page.getByText("@home", { exact: true })).toBeVisible();
  await closeDialog(page);
  await expect(row(page, "Three")).toBeFocused();

  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(() => titles(page)).toEqual(["One", "Three", "Two", "Four"]);
  await expect(row(page, "Three")).toBeFocused();
  await page.reload();
  await expect.poll(() => titles(page)).toEqual(["One", "Three", "Two", "Four"]);
  await noViolations(page);
});

test("several tasks are changed at once, and taken back at once", async ({ page }) => {
  const make = await maker(page, await signUp(page));
  for (const title of ["One", "Two", "Three"]) await make({ title });
  await page.goto("/inbox");
  await row(page, "One").focus();
  await page.keyboard.press("x");
  await row(page, "Three").click({ modifiers: ["Shift"] });
  const bar = page.getByRole("toolbar", { name: "Selected tasks" });
  await expect(bar).toContainText("3 selected");
  await noViolations(page);
  await bar.getByRole("button", { name: "Mark as done" }).click();
  await expect.poll(() => titles(page)).toEqual([]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => titles(page)).toEqual(["One", "Two", "Three"]);
});

test("a task is dragged to another place, and what comes from elsewhere fades in", async ({
  page,
}) => {
  const make = await maker(page, await signUp(page));
  for (const title of ["One", "Two", "Three"]) await make({ title });
  await page.goto("/inbox");
  await expect(row(page, "Three")).toBeVisible();
  await expect(page.locator("[data-sortable]")).toHaveCount(3); // the code for it comes later
  const from = await row(page, "Three").boundingBox();
  const to = await row(page, "One").boundingBox();
  if (from === null || to === null) throw new Error("The rows are not drawn");
  await page.mouse.move(from.x + 40, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y - 20, { steps: 4 });
  await page.mouse.move(to.x + 40, to.y + 4, { steps: 12 });
  await page.mouse.up();
  await expect.poll(() => titles(page)).toEqual(["Three", "One", "Two"]);
  expect(page.url()).not.toContain("task=");
  await page.mouse.move(0, 0);

  await row(page, "One").focus();
  await make({ title: "From elsewhere" });
  await expect(row(page, "From elsewhere")).toBeVisible();
  await expect(row(page, "One")).toBeFocused();
});

test("what is overdue is moved to today at once", async ({ page }) => {
  const make = await maker(page, await signUp(page));
  await make({ title: "Late", due: { date: "2020-01-01" } });
  await make({ title: "Later", due: { datetime_local: "2020-01-02T09:00:00" } });
  await page.goto("/today");
  await expect(page.getByRole("list", { name: "Overdue" }).getByRole("link")).toHaveCount(2);
  await page.getByRole("button", { name: "Move all to today" }).click();
  await expect(page.getByRole("heading", { name: "Overdue" })).toBeHidden();
  await expect(page.getByRole("list", { name: "Today" }).getByRole("link")).toHaveCount(2);
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await noViolations(page);
});
