import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { closeDialog, Elsewhere, signUp } from "./people";

const SENTENCES = [
  "Buy milk",
  "Buy milk tomorrow",
  "Dentist next friday at 5pm p1",
  "Call mum at 5",
  "Pay rent every month on the 1st",
  "Water the plants every 3 days at 9am !1h",
  "Stand-up every weekday at 9:30 @work",
  "Gym every! 2 days",
  "Clean the filter every 2nd tuesday at 9am",
  "Back up 3 months after completion",
  "remind me to call 🏳️‍🌈 mum tomorrow at 5pm",
  "اشتر الخبز 🥖 tomorrow p2",
  "לקנות חלב tomorrow at 8am",
  "買牛乳 tomorrow @家",
  "🇩🇪 Reise planen on 3 December 2027",
  "👨‍👩‍👧 dinner in 2 weeks p3 @family @home",
  'Read "next friday at 5" tomorrow',
  "Write to a@b.com about C#",
  "Call the 9am train office",
  "Party friday or saturday",
  "Take pills every day at 9 and 18",
  "Tax return by 31 May p1 !7d",
  "Course every monday until june",
  "Stretch every day for 3 weeks",
  "Meeting at 9am Tokyo time",
  "Report before friday",
  "Birthday every year on 14 March !1d",
  "Walk this evening",
  "Sunday lunch on sunday at noon",
  "Fix 𝒜 tomorrow remind me 10 minutes before",
];

const box = (page: Page) => page.getByLabel("What, and when");

/** The box is there, and what is typed from now on stands in it. */
async function openBox(page: Page): Promise<void> {
  await page.keyboard.press("q");
  await expect(box(page)).toBeFocused();
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(page.getByPlaceholder(/Search tasks/)).toBeFocused();
}

/** What the API says, asked with the page's own session. */
async function asker(page: Page, email: string) {
  const password = "correct horse battery";
  const answer = await page.request.post("/api/auth/sign-in", { data: { email, password } });
  const headers = { authorization: `Bearer ${(await answer.json()).access_token}` };
  return {
    parse: async (text: string) =>
      (await page.request.post("/api/tasks/parse", { data: { text }, headers })).json(),
    find: async (title: string) => {
      const found = await page.request.get("/api/tasks?limit=100", { headers });
      const { items } = await found.json();
      return items.find((task: { title: string }) => task.title === title);
    },
  };
}

test("thirty sentences: coloured is what the API understood, added is what was shown", async ({
  page,
}) => {
  test.setTimeout(480_000); // each is read, added and looked up: 8 s on a machine that is busy
  const { email } = await signUp(page);
  const api = await asker(page, email);
  await page.getByRole("link", { name: "Inbox" }).first().click();
  await page.getByRole("heading", { name: "Inbox" }).waitFor();
  await openBox(page);
  for (const text of SENTENCES) {
    const said = await api.parse(text);
    await box(page).fill(text);
    const expected = said.highlights.map((each: { text: string }) => each.text);
    await expect
      .poll(() => page.locator("mark[data-token]").allTextContents(), { message: text })
      .toEqual(expected);
    await expect(page.getByTestId("title")).toHaveText(said.title);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("status").filter({ hasText: said.title })).toBeVisible();
    const task = await api.find(said.title);
    expect(task, text).toMatchObject({
      title: said.title,
      labels: said.task.labels ?? [],
      priority: said.task.priority ?? "none",
    });
    expect(task.due?.date ?? null, text).toBe(said.task.due?.date ?? null);
    expect(task.due?.datetime_local ?? null, text).toBe(said.task.due?.datetime_local ?? null);
    expect(task.recurrence?.rrule ?? null, text).toBe(said.task.recurrence?.rrule ?? null);
  }
});

test("by keys alone: another reading, taking back, lines, undo, and the draft", async ({
  page,
}) => {
  const { email } = await signUp(page);
  const api = await asker(page, email);
  await openBox(page);
  // Two readings on every day of the week, at every hour of it.
  await page.keyboard.type("Dentist friday or saturday at 5pm");
  // Until all of it is read, another reading cannot be chosen, and Enter would add in the box.
  await expect(page.locator("mark[data-token]")).toHaveText(["friday", "or saturday", "at 5pm"]);
  const due = page.getByRole("button", { name: /change to/ });
  await expect(due).toBeEnabled();
  await due.focus();
  await expect(due).toBeFocused();
  const [now, other] = ((await due.getAttribute("aria-label")) ?? "").split("; change to ");
  await page.keyboard.press("Enter");
  await expect(due).not.toHaveAccessibleName(`${now}; change to ${other}`);
  await box(page).focus();
  await page.keyboard.press("Control+Enter");
  await expect(box(page)).toBeHidden();
  await expect(page.getByText(/Added “Dentist”, due/).first()).toBeVisible();
  const { choices } = await api.parse("Dentist friday or saturday at 5pm");
  expect((await api.find("Dentist")).due.datetime_local).toBe(choices[0].due.datetime_local);

  await openBox(page);
  await page.keyboard.type("Buy paint #House");
  await expect(page.getByText("the task goes to the inbox")).toBeVisible();
  await page.getByRole("button", { name: /change to Make project/ }).click();
  await expect(page.getByText("the task goes to the inbox")).toBeHidden();
  await expect(box(page)).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("link", { name: "House" }).first()).toBeVisible();
  await expect(box(page)).toBeHidden();

  await openBox(page);
  await page.keyboard.type("Buy milk tomorrow");
  await expect(page.locator("mark[data-token]")).toHaveText(["tomorrow"]);
  await page.keyboard.press("Backspace");
  await expect(page.getByTestId("title")).toHaveText("Buy milk tomorrow");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("  oat milk p1");
  await expect(page.getByRole("button", { name: "Add 2 tasks" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Added 2 tasks.").first()).toBeVisible();
  const parent = await api.find("Buy milk tomorrow");
  expect(await api.find("oat milk")).toMatchObject({ parent_id: parent.id, priority: "high" });
  await page.getByRole("button", { name: "Undo" }).press("Enter");
  await expect.poll(() => api.find("oat milk")).toBeUndefined();
  await expect.poll(() => api.find("Buy milk tomorrow")).toBeUndefined();

  await page.keyboard.type("half a thou");
  await page.keyboard.press("Escape");
  await page.keyboard.press("q");
  await expect(box(page)).toHaveValue("half a thou");
});

test("names of projects and labels are offered as they are written, by keys and by pointer", async ({
  page,
}) => {
  const person = await signUp(page);
  const elsewhere = await Elsewhere.signIn(page.request, person);
  for (const name of ["Work", "Workshop", "My garden"])
    await elsewhere.make("/api/projects", { name });
  await elsewhere.make("/api/labels", { name: "two words" });
  await page.goto("/inbox");
  await page.getByRole("heading", { name: "Inbox" }).waitFor();
  await openBox(page);
  const options = page.getByRole("option");
  await page.keyboard.type("Rake leaves #ga");
  await expect(options).toHaveText(["My garden"]);
  await page.keyboard.press("Enter");
  await expect(box(page)).toHaveValue('Rake leaves #"My garden" ');
  await page.keyboard.type("@tw");
  await options.filter({ hasText: "two words" }).click();
  await expect(box(page)).toHaveValue('Rake leaves #"My garden" @"two words" ');
  await expect(box(page)).toBeFocused();
  await expect(page.getByTestId("title")).toHaveText("Rake leaves");

  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("Plan #wo");
  await expect(options).toHaveText(["Work", "Workshop"]);
  await page.keyboard.press("Escape");
  await expect(options).toHaveCount(0);
  await page.keyboard.type(" #wo");
  await expect(options).toHaveText(["Work", "Workshop"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await expect(box(page)).toHaveValue(/Plan #wo #Workshop $/);
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Control+Enter");
  await expect(box(page)).toBeHidden();
  await expect(page.getByText("Added 2 tasks.").first()).toBeVisible();
  const api = await asker(page, person.email);
  const raked = await api.find("Rake leaves");
  expect(raked.labels).toEqual(["two words"]);
  expect(raked.project_id).not.toBeNull();
});

test("a day of Upcoming is the due date of what is added there, unless its words say another", async ({
  page,
}) => {
  const person = await signUp(page);
  const api = await asker(page, person.email);
  const rent = await (await Elsewhere.signIn(page.request, person)).add("Pay rent in 5 days");
  await page.goto("/upcoming");
  await page.getByRole("button", { name: /^Add a task for/ }).click();
  await expect(box(page)).toBeFocused();
  await page.keyboard.type("Buy stamps");
  await expect(page.getByRole("button", { name: /^Leave out/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText(/Added “Buy stamps”, due/).first()).toBeVisible();
  expect((await api.find("Buy stamps")).due.date).toBe(rent.due?.date);
  await page.keyboard.type("Call Ada tomorrow");
  await expect(page.locator("mark[data-token]")).toHaveText(["tomorrow"]);
  await page.keyboard.press("Enter");
  await expect(page.getByText(/Added “Call Ada”, due/).first()).toBeVisible();
  const tomorrow = (await api.parse("Call Ada tomorrow")).task.due.date;
  expect((await api.find("Call Ada")).due.date).toBe(tomorrow);
  await closeDialog(page);
  await expect(page.getByRole("button", { name: /^Add a task for/ })).toHaveCount(2);
});

test("the palette finds tasks, goes places and adds; help switches single keys off", async ({
  page,
}) => {
  await signUp(page);
  await openBox(page);
  await page.keyboard.type("Call the dentist");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText(/Added “Call the dentist”/).first()).toBeVisible();

  await openPalette(page);
  await page.keyboard.type("upco");
  await expect(page.getByRole("option", { name: "Upcoming" })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/upcoming/);

  await openPalette(page);
  await page.keyboard.type("dent");
  const found = page.getByRole("option", { name: /Call the dentist/ });
  await expect(found).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/task=/);

  await page.goto("/inbox");
  await page.getByRole("heading", { name: "Inbox" }).waitFor();
  await openPalette(page);
  await page.keyboard.type("Feed the cat");
  await page.keyboard.press("Enter");
  await expect(box(page)).toHaveValue("Feed the cat");
  await expect(box(page)).toBeFocused();
  await page.keyboard.press("Escape");

  await expect(box(page)).toBeHidden();
  await page.keyboard.press("?");
  const singleKeys = page.getByRole("switch");
  await singleKeys.press("Space");
  await expect(singleKeys).not.toBeChecked();
  await page.keyboard.press("Escape");
  await page.keyboard.press("q");
  await page.keyboard.press("Control+k");
  await expect(page.getByPlaceholder(/Search tasks/)).toBeVisible();
  await expect(box(page)).toBeHidden();
});

for (const theme of ["light", "dark"] as const) {
  for (const width of [1280, 390]) {
    test(`no barriers at ${width} px, ${theme}`, async ({ page }) => {
      test.slow(); // the rules are checked four times
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 844 });
      const person = await signUp(page);
      const elsewhere = await Elsewhere.signIn(page.request, person);
      await elsewhere.make("/api/labels", { name: "home office" });
      await page.goto("/inbox"); // with the label that was made elsewhere
      await page.getByRole("heading", { name: "Inbox" }).waitFor();
      const check = async (): Promise<void> => {
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      };
      await openBox(page);
      await box(page).fill("Call mum next friday every week p1 #Family @home !1h\n  30 February");
      await expect(page.locator("mark[data-wrong]").first()).toBeVisible();
      await check();
      await box(page).fill("Call mum @ho");
      await page.getByRole("option", { name: "home office" }).waitFor();
      await check();
      await box(page).fill("");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+k");
      await page.getByRole("option").first().waitFor();
      await check();
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await page.getByRole("switch").waitFor();
      await check();
    });
  }
}
