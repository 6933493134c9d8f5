import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { closeDialog, signUp, somebody } from "./people";
import { makeDeadLetters, rondel, signUpAs } from "./stack";

/** A worker reads, gives up and writes down; another one mirrors it. On busy machines in seconds. */
const A_WHILE = { timeout: 60_000 };

async function dieInRecurrence(page: Page, count: number): Promise<string> {
  const userId = randomUUID();
  await makeDeadLetters(userId, count);
  const letters = page.getByRole("link", { name: /task\.completed/ });
  await expect(async () => {
    await page.goto(`/ops/dead-letters?user=${userId}&group=recurrence`);
    await expect(letters).toHaveCount(count, { timeout: 3000 });
  }).toPass(A_WHILE);
  return userId;
}

test("a dead letter is found, read, redriven and stands in the audit log", async ({ page }) => {
  test.setTimeout(240_000);
  await signUpAs(page, "operator");
  await page.getByRole("link", { name: "Operations" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Operations");
  await expect(page.getByRole("link", { name: "Accounts" })).toHaveCount(0);

  await dieInRecurrence(page, 2);
  await page
    .getByRole("link", { name: /task\.completed/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { name: "Why it failed" })).toBeVisible();
  await expect(page.getByText("ce_userid")).toHaveCount(0); // not before somebody asks for it
  await page.getByRole("button", { name: "Show the contents" }).click();
  await expect(page.getByText("ce_userid")).toBeVisible();
  await expect(page.getByText("That you have read this is in the audit log.")).toBeVisible();
  await page.goBack();

  const reason = `mended ${randomUUID()}`;
  await page.getByRole("checkbox", { name: "Choose all shown" }).check();
  await page.getByRole("button", { name: "Redrive …" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("2 to recurrence")).toBeVisible();
  await dialog.getByLabel("Why").fill(reason);
  await dialog.getByRole("button", { name: "Redrive 2" }).click();
  await expect(dialog.getByText("It has ended.")).toBeVisible(A_WHILE);
  await expect(dialog.getByText("2 of 2 sent")).toBeVisible();
  await closeDialog(page);

  await page.getByRole("link", { name: "Redrives" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: reason })).toContainText("ended");
  await page.getByRole("link", { name: "Audit log" }).click();
  await expect(page.getByText(reason)).toBeVisible();
  await expect(page.getByText("Dead letter read").first()).toBeVisible();
});

test("what changed since it was counted is not moved, and can be counted again", async ({
  page,
}) => {
  test.setTimeout(240_000);
  await signUpAs(page, "operator");
  await dieInRecurrence(page, 2);
  const [first = ""] = await idsOf(page);
  await page.getByRole("checkbox", { name: "Choose all shown" }).check();
  await page.getByRole("button", { name: "Discard …" }).click();
  const dialog = page.getByRole("dialog");
  const mine = dialog.getByRole("checkbox", { name: "2 dead letters are not to be handled" });
  await mine.check();
  await rondel("dlq", "discard", first, "--reason", "somebody else was faster", "--yes");
  await dialog.getByLabel("Why").fill("events of a test");
  await dialog.getByRole("button", { name: "Discard 2" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Nothing was done");
  await dialog.getByRole("button", { name: "Count again" }).click();
  await dialog.getByRole("checkbox", { name: "1 dead letter is not" }).check();
  await dialog.getByRole("button", { name: "Discard 1" }).click();
  await expect(page.getByText("1 dead letter discarded.", { exact: true })).toBeVisible();
});

const idsOf = (page: Page): Promise<string[]> =>
  page
    .getByRole("link", { name: /task\.completed/ })
    .evaluateAll((links) =>
      links.map((link) => link.getAttribute("href")?.split("/").at(-1) ?? ""),
    );

test("letters are found by their ids, saved as a table, and followed while others act", async ({
  page,
}) => {
  test.setTimeout(240_000);
  await signUpAs(page, "operator");
  const userId = await dieInRecurrence(page, 2);
  const [first = "", second = ""] = await idsOf(page);
  const saved = await savedTable(page);
  expect(saved.name).toBe("rondel-dead-letters.csv");
  expect(saved.lines[0]).toMatch(/^id,state,recorded_at,/);
  expect(saved.lines.slice(1).map((line) => line.split(",")[0])).toEqual([first, second]);
  expect(saved.lines.every((line, row) => row === 0 || line.includes(userId))).toBe(true);

  await page.goto("/ops/dead-letters");
  await page.getByText("Account, worker, error, time, ids").click();
  await page.getByLabel("Ids").fill(` ${second},`);
  await page.getByRole("button", { name: "Apply" }).click();
  const letters = page.getByRole("link", { name: /task\.completed/ });
  await expect(letters).toHaveCount(1);
  expect(await idsOf(page)).toEqual([second]);

  await page.goto(`/ops/dead-letters/${second}`); // no list has told anything of it
  const redrive = page.getByRole("button", { name: "Redrive …", exact: true });
  await expect(redrive).toBeVisible();
  await rondel("dlq", "discard", second, "--reason", "somebody else was faster", "--yes");
  await expect(redrive).toHaveCount(0, { timeout: 15_000 });
  await expect(page.getByText("somebody else was faster")).toBeVisible();
});

/** What the button of the page saves. */
async function savedTable(page: Page): Promise<{ name: string; lines: string[] }> {
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download as CSV" }).click();
  const download = await coming;
  const text = await readFile(await download.path(), "utf8");
  return { name: download.suggestedFilename(), lines: text.trimEnd().split("\r\n") };
}

test("the overview says how far everything is, and where a group stands", async ({ page }) => {
  test.setTimeout(120_000);
  await signUpAs(page, "operator");
  await page.goto("/ops");
  const tiles = page.getByRole("region", { name: "At a glance" }).getByRole("listitem");
  await expect(tiles).toHaveCount(9);
  const lanes = tiles.filter({ hasText: "Relay lanes" });
  await expect(lanes).toContainText(/\d+ of \d+/);
  await expect(lanes).toContainText("in order");
  const groups = page.getByRole("region", { name: "Consumer groups" });
  for (const name of ["recurrence", "reminders", "notifications", "activity", "webhooks"]) {
    const group = groups
      .getByRole("listitem")
      .filter({ has: page.getByText(name, { exact: true }) });
    await expect(group).toContainText("1 process");
  }
  await groups.getByRole("button", { name: "Partitions of notifications" }).click();
  const table = groups.getByRole("table", { name: /Partitions of notifications/ });
  await expect(table.getByRole("row", { name: /reminders/ }).first()).toBeVisible();
});

test("a job is done at once when it is asked for, which the table and the audit log say", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signUpAs(page, "operator");
  const name = "activity.prune_trash";
  const before = await startOf(name);
  await page.goto("/ops/schedules");
  await page.getByRole("button", { name: `Run ${name} now` }).click();
  await expect(
    page.getByText(`${name} runs as soon as its worker sees it.`, { exact: true }),
  ).toBeVisible();
  await expect.poll(() => startOf(name), A_WHILE).not.toBe(before);
  const jobs = page.getByRole("region", { name: "Schedules" }).getByRole("listitem");
  const job = jobs.filter({ has: page.getByText(name, { exact: true }) });
  await expect(job).not.toContainText("asked for", A_WHILE);
  await expect(job).toContainText("done");
  await page.goto("/ops/audit");
  await expect(page.getByText(name).first()).toBeVisible();
  const saved = await savedTable(page);
  expect(saved.name).toBe("rondel-audit.csv");
  expect(saved.lines.some((line) => line.includes(`schedule.asked,${name}`))).toBe(true);
});

/** When a job was begun last, as the server knows it. */
async function startOf(name: string): Promise<string | null> {
  const { items } = JSON.parse(await rondel("ops", "schedules", "--json"));
  const found = items.find((each: { name: string }) => each.name === name);
  return found.last_started_at;
}

test("who is no operator any more loses the ways there without a reload", async ({ page }) => {
  test.setTimeout(120_000);
  const { email } = await signUpAs(page, "operator");
  await page.goto("/ops");
  await expect(page.getByRole("region", { name: "At a glance" })).toBeVisible();
  await rondel("users", "role", email, "user");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Only operators can open this page.",
    A_WHILE,
  );
  await expect(page.getByRole("link", { name: "Operations" })).toHaveCount(0);
});

test("a worker is paused and resumed, which everybody sees who looks", async ({ page }) => {
  test.setTimeout(120_000);
  await signUpAs(page, "operator");
  await page.goto("/ops");
  const why = `the other side moves ${randomUUID()}`;
  await page.getByRole("button", { name: "Pause webhooks" }).click();
  const dialog = page.getByRole("dialog", { name: "Pause webhooks?" });
  await expect(dialog).toContainText("nothing is lost");
  await dialog.getByLabel("Why").fill(why);
  await dialog.getByRole("button", { name: "Pause it" }).click();
  const banner = page.getByRole("status").filter({ hasText: "webhooks rests." });
  try {
    await expect(banner).toContainText(why);
    await page.goto("/ops/redrives");
    await expect(banner).toContainText("by you"); // on every page of the area
  } finally {
    await page.goto("/ops");
    await page.getByRole("button", { name: "Resume webhooks" }).click();
  }
  await expect(banner).toHaveCount(0);
  await page.goto("/ops/audit?action=worker.");
  await expect(page.getByRole("listitem").filter({ hasText: why })).toContainText("Worker paused");
  await expect(page.getByText("Worker resumed").first()).toBeVisible();
});

test("the story of an account is told from the call on", async ({ page }) => {
  test.setTimeout(120_000);
  const { email } = await signUpAs(page, "operator");
  await page.keyboard.press("q");
  await page.getByRole("dialog").getByRole("textbox").first().fill("Buy milk");
  await page.keyboard.press("Enter");
  await closeDialog(page);
  await expect(async () => {
    await page.goto("/ops/timeline");
    await page.getByLabel("Id or mail address").fill(email);
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.getByText("API create_task").first()).toBeVisible({ timeout: 3000 });
  }).toPass(A_WHILE);
  await expect(page.getByText(/task-events\/\d+ at offset \d+, seen/).first()).toBeVisible(A_WHILE);
});

test("who is no operator sees no way there, and who opens the address is told", async ({
  page,
}) => {
  await signUp(page);
  await expect(page.getByRole("link", { name: "Search" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Operations" })).toHaveCount(0);
  for (const path of ["/ops", "/ops/dead-letters", "/admin/users"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      path.startsWith("/ops")
        ? "Only operators can open this page."
        : "Only administrators can open this page.",
    );
  }
  await page.getByRole("link", { name: "Go to Today" }).click();
  await expect(page.getByRole("heading", { name: "Today", exact: true })).toBeVisible();
});

test("an administrator disables an account, invites somebody, and both are on record", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const admin = await signUpAs(page, "admin");
  const other = somebody();
  await page.request.post("/api/auth/sign-up", { data: other });
  await page.getByRole("link", { name: "Accounts" }).click();
  await page.getByLabel("Part of the address or name").fill(other.email);
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: new RegExp(other.email) }).click();
  await page.getByRole("button", { name: "Disable …" }).click();
  const dialog = page.getByRole("dialog");
  const why = `asked for it ${randomUUID()}`;
  await dialog.getByLabel("Why").fill(why);
  await dialog.getByRole("button", { name: "Disable the account" }).click();
  await expect(page.getByRole("button", { name: "Enable …" })).toBeVisible();

  await page.getByRole("link", { name: "Invitations" }).click();
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByRole("radio", { name: /As a link/ }).check();
  await page.getByRole("button", { name: "Make the link" }).click();
  await expect(page.getByText(/\/a\/\S+/)).toBeVisible();

  await page.getByRole("link", { name: "Everybody’s audit log" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: why })).toContainText("disabled");
  await expect(page.getByText("Invitation made").first()).toBeVisible();
  await page.goto(`/admin/users?q=${admin.email}`);
  await page.getByRole("link", { name: new RegExp(admin.email) }).click();
  await expect(page.getByLabel("May do")).toBeDisabled(); // nobody changes their own role
});
