import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { dayFromNow, goBy, signUp } from "./people";
import { addByWords } from "./seeds";

test.setTimeout(240_000); // busy machines take their time

test("a month shows what is due and what comes again, and moves it by keys", async ({ page }) => {
  const person = await signUp(page);
  const tomorrow = await dayFromNow(page, 1);
  await addByWords(page, person, [`${tomorrow} Water the plants every 2 days`]);
  const grid = page.getByRole("grid");
  await goBy(page, "c", grid);
  await page.goto(`/calendar?day=${tomorrow}`);
  const cell = grid.locator(`[data-day="${tomorrow}"]`);
  await expect(cell.getByRole("link", { name: "Water the plants", exact: true })).toBeVisible();

  const again = await dayFromNow(page, 3);
  await cell.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(new RegExp(`day=${again}`));
  await expect(grid.locator(`[data-day="${again}"]`)).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("link", { name: "Water the plants, comes again" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  await page.goto(`/calendar?day=${tomorrow}`);
  const task = grid.getByRole("link", { name: "Water the plants", exact: true });
  await task.focus();
  await page.keyboard.press("Alt+ArrowRight");
  const moved = await dayFromNow(page, 2);
  await expect(page.getByText(/^Moved to/).first()).toBeVisible();
  const target = grid.locator(`[data-day="${moved}"]`);
  await expect(target.getByRole("link", { name: "Water the plants", exact: true })).toBeFocused();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(cell.getByRole("link", { name: "Water the plants", exact: true })).toBeVisible();
});

test("a task is dragged to another day", async ({ page }) => {
  const person = await signUp(page);
  const [from, to] = [await dayFromNow(page, 0), await dayFromNow(page, 1)];
  await addByWords(page, person, [`${from} Sweep the yard`]);
  const task = page.getByRole("link", { name: "Sweep the yard" });
  await page.goto(`/calendar?day=${from}`);
  await expect(task).toBeVisible();
  const start = await task.boundingBox();
  const end = await page.locator(`[data-day="${to}"]`).boundingBox();
  if (!start || !end) throw new Error("The calendar has no place for it");
  await page.mouse.move(start.x + 20, start.y + 8);
  await page.mouse.down();
  await page.mouse.move(start.x + 40, start.y + 12, { steps: 3 });
  await page.mouse.move(end.x + 40, end.y + 60, { steps: 8 });
  await page.mouse.up();
  await expect(page.getByText(/^Moved to/).first()).toBeVisible();
  await expect(page.locator(`[data-day="${to}"]`).getByRole("link")).toHaveText(/Sweep the yard/);
  await page.reload();
  await expect(page.locator(`[data-day="${to}"]`).getByRole("link")).toHaveText(/Sweep the yard/);
});

test("on a phone the chosen day is listed, and a click elsewhere adds on that day", async ({
  page,
}) => {
  const person = await signUp(page);
  const day = await dayFromNow(page, 1);
  await addByWords(page, person, [`${day} 14:30 Ring the bell`]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/calendar");
  await page.locator(`[data-day="${day}"]`).click();
  await expect(page.getByRole("link", { name: "Ring the bell, 14:30" })).toBeVisible();
  await page.getByRole("button", { name: /^Add a task on/ }).click();
  await expect(page.getByLabel("What, and when")).toHaveValue(`${day} `);
});

for (const theme of ["light", "dark"] as const) {
  test(`the calendar has no violations of accessibility rules (${theme})`, async ({ page }) => {
    const person = await signUp(page);
    const day = await dayFromNow(page, 0);
    const words = ["Early", "Second", "Third", "Fourth", "23:59 Sleep every day"];
    await addByWords(
      page,
      person,
      words.map((each) => `${day} ${each}`),
    );
    await page.evaluate((chosen) => localStorage.setItem("rondel.theme", chosen), theme);
    for (const view of ["month", "week"]) {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await page.goto(`/calendar?view=${view}`);
        await expect(page.getByRole("link", { name: /^Early/ })).toBeVisible();
        const found = await new AxeBuilder({ page }).analyze();
        expect(found.violations.map((each) => `${each.id}: ${each.nodes[0]?.html}`)).toEqual([]);
      }
    }
  });
}
