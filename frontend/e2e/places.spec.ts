import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { Elsewhere, type Person, signUp } from "./people";

test.slow(); // each of these goes through many steps or pages

/** Makes a project by the sidebar, and shows it. */
async function newProject(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "New project" }).click();
  await page.getByLabel("Name of the project").fill(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}

async function newSection(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Add section" }).click();
  await page.getByLabel("Name of the section").fill(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name })).toBeVisible();
}

async function addTask(page: Page, place: string, text: string): Promise<void> {
  await page.getByRole("button", { name: `Add task to ${place}` }).click();
  const input = page.getByRole("textbox", { name: `Add task to ${place}` });
  await input.fill(text);
  await page.keyboard.press("Enter");
  await expect(input).toHaveValue("");
  await page.keyboard.press("Escape");
}

test("a project gets sections and tasks, and cards go by keys, mouse and menu", async ({
  page,
}) => {
  await signUp(page);
  await newProject(page, "Move");
  await newSection(page, "Paperwork");
  await newSection(page, "Packing");
  await addTask(page, "Move", "Ask Nuno");
  await addTask(page, "Paperwork", "Cancel electricity tomorrow at 9");
  const paperwork = page.getByRole("region", { name: "Paperwork" });
  const packing = page.getByRole("region", { name: "Packing" });
  await expect(paperwork.getByRole("link", { name: "Cancel electricity" })).toBeVisible();
  await expect(paperwork.getByText("Tomorrow 09:00")).toBeVisible();

  await page.getByRole("link", { name: "Board" }).click();
  await expect(page).toHaveURL(/view=board/);
  // By menu: the twin of dragging.
  await page.getByRole("button", { name: "Actions for “Ask Nuno”" }).click();
  await page.getByRole("menuitem", { name: "Packing" }).click();
  await expect(packing.getByRole("link", { name: "Ask Nuno" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(packing.getByRole("link", { name: "Ask Nuno" })).toBeHidden();
  // By mouse.
  const card = page.getByRole("link", { name: "Cancel electricity" });
  const from = await card.boundingBox();
  const to = await packing.boundingBox();
  if (from === null || to === null) throw new Error("The board is not shown");
  await page.mouse.move(from.x + 20, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 20, { steps: 4 });
  await page.mouse.move(to.x + 80, to.y + 50, { steps: 8 });
  await page.mouse.up();
  await expect(packing.getByRole("link", { name: "Cancel electricity" })).toBeVisible();
  // By keys.
  await page.getByRole("button", { name: "Move “Cancel electricity”" }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("“Cancel electricity” is over Packing.")).toBeAttached();
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByText("“Cancel electricity” is over Paperwork.")).toBeAttached();
  await page.keyboard.press("Space");
  await expect(paperwork.getByRole("link", { name: "Cancel electricity" })).toBeVisible();
  await page.reload();
  await expect(paperwork.getByRole("link", { name: "Cancel electricity" })).toBeVisible();
});

test("a filter is written, mended where it is wrong, kept, and counted", async ({ page }) => {
  await signUp(page);
  await newProject(page, "Home");
  await addTask(page, "Home", "Paint the door p1");
  await addTask(page, "Home", "Buy brushes");
  await page.getByRole("button", { name: "New filter" }).click();
  const condition = page.getByRole("textbox", { name: "Condition" });
  await condition.fill("open & priorrity = 1");
  await page.getByRole("button", { name: "Replace with priority" }).click();
  await expect(condition).toHaveValue("open & priority = 1");
  await expect(page.getByText("1 task fits")).toBeVisible();
  await page.getByLabel("Value of row 2").selectOption("4");
  await expect(condition).toHaveValue("done = false && priority = 4");
  await expect(page.getByRole("region", { name: "Preview" })).toContainText("Buy brushes");
  await page.getByLabel("Name", { exact: true }).fill("Small things");
  await page.getByRole("button", { name: "Save filter" }).click();
  await expect(page.getByRole("heading", { name: "Small things" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Buy brushes" })).toBeVisible();
  await expect(page.getByRole("link", { name: /^Small things/ })).toContainText("1");
});

test("search by keys, the log opens again, the trash gives back", async ({ page }) => {
  const person = await signUp(page);
  await newProject(page, "Home");
  await addTask(page, "Home", "Paint the red door");
  await page.keyboard.press("/");
  const field = page.getByRole("searchbox");
  await expect(field).toBeFocused();
  await field.fill("paint red");
  await expect(page.locator("mark")).toHaveText(["Paint", "red"]);
  await page.getByRole("checkbox", { name: "Mark “Paint the red door” as done" }).click();
  await expect(page.getByText("Only open tasks were looked at.")).toBeVisible();
  await page.getByRole("button", { name: "Look at done tasks, too" }).click();
  await expect(page.locator("mark")).toHaveText(["Paint", "red"]);

  await page.getByRole("link", { name: "Log" }).click();
  await page.getByRole("button", { name: "Open “Paint the red door” again" }).click();
  await expect(page.getByText("Nothing is done yet")).toBeVisible();
  const reopened = page.locator("li").filter({ hasText: "is open again" });
  await reopened.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("link", { name: "Paint the red door" })).toBeVisible();
  await page.getByRole("link", { name: "Changes" }).click();
  await page.getByRole("button", { name: "Undo: Completed “Paint the red door”" }).first().click();
  await expect(page.getByText("Taken back already")).toBeVisible();

  await deleteEverything(page, person);
  await page.getByRole("link", { name: "Trash" }).click();
  await expect(page.getByText("30 days left")).toBeVisible();
  await page.getByRole("button", { name: "Restore “Paint the red door”" }).click();
  await expect(page.getByText("The trash is empty")).toBeVisible();
  await page.getByRole("link", { name: /^Home/ }).click();
  await expect(page.getByRole("link", { name: "Paint the red door" })).toBeVisible();
});

test("rows are moved by hand where the order is, and say their project where projects mix", async ({
  page,
}) => {
  await signUp(page);
  await newProject(page, "Home");
  await addTask(page, "Home", "First @brush");
  await addTask(page, "Home", "Second @brush");
  const titles = () => page.locator("a[data-title]").allTextContents();
  const row = (title: string) => page.locator("[data-row]", { hasText: title });
  await expect.poll(titles).toEqual(["First", "Second"]);
  await expect(row("First").getByText("Home")).toHaveCount(0);
  await page.getByRole("link", { name: "Second", exact: true }).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(titles).toEqual(["Second", "First"]);
  await page.reload();
  await expect.poll(titles).toEqual(["Second", "First"]);

  await page.getByRole("link", { name: /^brush/ }).click();
  await expect(page.getByRole("heading", { name: "brush", level: 1 })).toBeVisible();
  await expect(row("First").getByText("Home")).toBeVisible();
  const before = await titles();
  await page.locator("a[data-title]").first().focus();
  await page.keyboard.press("Alt+ArrowDown");
  await page.getByRole("button", { name: "More about “First”" }).click();
  await expect(page.getByRole("menuitem", { name: "Delete" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Move up" })).toHaveCount(0);
  expect(await titles()).toEqual(before);
});

test("a filter is not left unsaved without a question, and becomes a calendar feed", async ({
  page,
}) => {
  const person = await signUp(page);
  const elsewhere = await Elsewhere.signIn(page.request, person);
  const id = await elsewhere.make("/api/filters", { name: "Urgent", query: "p1" });
  await page.goto(`/filters/${id}?edit=true`);
  const name = page.getByLabel("Name", { exact: true });
  await name.fill("Very urgent");
  await page.getByRole("link", { name: "Log" }).click();
  const question = page.getByRole("dialog", { name: "Leave without saving?" });
  await question.getByRole("button", { name: "Stay here" }).click();
  await expect(name).toHaveValue("Very urgent");
  await page.getByRole("button", { name: "Save filter" }).click();
  await expect(page.getByRole("heading", { name: "Very urgent" })).toBeVisible();

  await page.getByRole("button", { name: "Actions for Very urgent" }).last().click();
  await page.getByRole("menuitem", { name: "Calendar feed" }).click();
  await expect(page.getByLabel("It shows")).toHaveValue(id);
  await page.getByRole("textbox", { name: "Name" }).fill("Phone");
  await page.getByRole("button", { name: "Make the feed" }).click();
  await expect(page.getByText("Addresses of “Phone”")).toBeVisible();
  await expect(page.getByText(/^Very urgent · never read yet/)).toBeVisible();
});

test("what was skipped stands in the log with why, and messages are found", async ({ page }) => {
  const person = await signUp(page);
  const elsewhere = await Elsewhere.signIn(page.request, person);
  await elsewhere.add("Stretch every day");
  await page.getByRole("link", { name: "Stretch" }).focus();
  await page.keyboard.press("s");
  await expect(page.getByText(/^Skipped\. Next/).first()).toBeVisible();
  await page.getByRole("link", { name: "Log" }).click();
  await page.getByRole("link", { name: "Skipped" }).click();
  await expect(page.getByRole("link", { name: "Stretch" })).toBeVisible();
  await expect(async () => {
    await page.reload(); // why is known when the event has been recorded
    await expect(page.getByText("You skipped it")).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 30_000 });
  await page.getByRole("link", { name: "Missed" }).click();
  await expect(page.getByText("Nothing was missed")).toBeVisible();

  await page.goto("/settings/notifications");
  await page.getByRole("link", { name: "What was sent, and what was not" }).click();
  await expect(page.getByRole("heading", { name: "Messages", level: 1 })).toBeVisible();
});

/** As another device would. */
async function deleteEverything(page: Page, { email, password }: Person): Promise<void> {
  const { origin } = new URL(page.url());
  const signedIn = await page.request.post(`${origin}/api/auth/sign-in`, {
    data: { email, password },
  });
  const { access_token: token } = await signedIn.json();
  const headers = { authorization: `Bearer ${token}` };
  const listed = await page.request.get(`${origin}/api/tasks`, { headers });
  for (const { id } of (await listed.json()).items) {
    await page.request.delete(`${origin}/api/tasks/${id}`, { headers });
  }
}

const PAGES = [
  "/projects",
  "/filters/new",
  "/search?q=x",
  "/log",
  "/log?tab=skipped",
  "/log?tab=changes",
  "/trash",
  "/more",
];

for (const theme of ["light", "dark"] as const) {
  test(`every page can be used by everybody (${theme})`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" }); // half faded in, texts are pale
    await signUp(page);
    await page.evaluate((chosen) => localStorage.setItem("rondel.theme", chosen), theme);
    await newProject(page, "Home");
    await newSection(page, "Soon");
    await addTask(page, "Soon", "Paint the door @brush tomorrow");
    const project = new URL(page.url()).pathname;
    await page.getByRole("link", { name: /^brush/ }).click();
    await expect(page.getByRole("link", { name: "Paint the door" })).toBeVisible();
    const label = new URL(page.url()).pathname;
    for (const path of [project, `${project}?view=board`, label, ...PAGES]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByRole("link", { name: /^brush/ }).first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [path, id, nodes.map((node) => node.html)])).toEqual(
        [],
      );
    }
  });
}
