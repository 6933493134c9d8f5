import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { goBy, signUp } from "./people";
import { addByWords } from "./seeds";

// A service worker that takes over while a request waits for its `route` would leave it waiting.
test.use({ serviceWorkers: "block" });

async function say(page: Page, words: string): Promise<void> {
  await page.getByLabel("Message", { exact: true }).fill(words);
  await page.keyboard.press("Enter");
}

test("what deletes is shown first, applied on a yes, and taken back", async ({ page }) => {
  const person = await signUp(page);
  await addByWords(page, person, ["Buy milk tomorrow"]);
  const side = page.getByRole("complementary", { name: "Assistant" });
  await goBy(page, "a", side);
  await expect(side.getByLabel("Message", { exact: true })).toBeFocused();
  await say(page, "delete buy milk");
  await expect(side.getByText("Delete “Buy milk”?").first()).toBeVisible();
  await expect(side.getByRole("list", { name: "Would change" })).toContainText("deleted");
  await side.getByRole("button", { name: "Apply" }).click();
  await expect(side.getByText("Applied")).toBeVisible();
  await page.goto("/upcoming");
  await expect(page.getByRole("link", { name: "Buy milk" })).toBeHidden();

  await page.goto("/chat");
  await page.getByRole("button", { name: "delete buy milk", exact: true }).first().click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Taken back")).toBeVisible();
  await page.goto("/upcoming");
  await expect(page.getByRole("link", { name: "Buy milk" })).toBeVisible();
});

test("one column is beside the page: a task takes it, and the assistant goes on behind", async ({
  page,
}) => {
  const person = await signUp(page);
  await addByWords(page, person, ["Buy milk today"]);
  const chat = page.getByRole("complementary", { name: "Assistant" });
  const task = page.getByRole("complementary", { name: "Task" });
  await goBy(page, "a", chat);
  await expect(chat.getByLabel("Message", { exact: true })).toBeFocused();
  await say(page, "what is due today?");
  await expect(chat.getByRole("list", { name: "Conversation" })).toContainText("Buy milk");
  const list = (await page.getByRole("main").boundingBox()) ?? { x: 0, width: 0 };
  const column = await chat.boundingBox();
  expect(list.x + list.width).toBeLessThanOrEqual(column?.x ?? 0);

  await page.getByRole("link", { name: "Buy milk" }).first().click();
  await expect(task).toBeVisible();
  await expect(chat).toBeHidden();
  await task.getByRole("button", { name: "Close" }).click();
  await expect(task).toBeHidden();
  await expect(chat.getByRole("list", { name: "Conversation" })).toContainText("Buy milk");

  await page.getByRole("main").getByRole("link", { name: "Buy milk" }).click();
  await expect(chat).toBeHidden();
  await goBy(page, "a", chat);
  await expect(chat.getByLabel("Message", { exact: true })).toBeFocused();
  await expect(task).toBeHidden();
  await expect(page).not.toHaveURL(/task=/);
  await page.keyboard.press("Escape");
  await expect(chat).toBeHidden();
});

test("a question is answered with a button, and conversations are renamed and deleted", async ({
  page,
}) => {
  const person = await signUp(page);
  await addByWords(page, person, ["Call Ann", "Call Bob"]);
  await page.goto("/chat");
  await say(page, "complete call");
  await page.getByRole("button", { name: /Call Ann/ }).click();
  await expect(page.getByRole("list", { name: "Changed" })).toContainText("Call Ann");

  const conversations = page.getByRole("navigation", { name: "Conversations" }).last();
  await conversations.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Calls");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(conversations.getByRole("button", { name: "Calls", exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("list", { name: "Changed" })).toContainText("Call Ann");
  await conversations.getByRole("button", { name: "More for “Calls”" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByText("What should be done?")).toBeVisible();
});

test("of an answer that breaks off what came stays, and it can be tried again", async ({
  page,
}) => {
  await signUp(page);
  await page.goto("/chat");
  await page.route("**/api/chat", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({
          contentType: "text/event-stream",
          body: 'event: text\ndata: {"text":"Half a word"}\n\n',
        })
      : route.continue(),
  );
  await say(page, "What is due today?");
  await expect(page.getByRole("list", { name: "Conversation" })).toContainText("Half a word");
  await expect(page.getByText(/broke off/)).toBeVisible();
  await page.unroute("**/api/chat");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("list", { name: "Conversation" })).toContainText("nothing.");
});

test("where there is no assistant the page says so", async ({ page }) => {
  await signUp(page);
  const problem = { type: "about:blank", code: "chat.off", title: "Off", status: 403, detail: "" };
  await page.route("**/api/chat", (route) =>
    route.fulfill({
      status: 403,
      contentType: "application/problem+json",
      body: JSON.stringify({ ...problem, instance: "1" }),
    }),
  );
  await page.goto("/chat");
  await expect(page.getByText("There is no assistant here")).toBeVisible();
  await expect(page.getByRole("button", { name: "Assistant" })).toBeHidden();
});

for (const theme of ["light", "dark"] as const) {
  test(`the assistant has no violations of accessibility rules (${theme})`, async ({ page }) => {
    test.slow(); // the rules are checked for several sizes
    const person = await signUp(page);
    await addByWords(page, person, ["Call Ann", "Call Bob"]);
    await page.evaluate((chosen) => localStorage.setItem("rondel.theme", chosen), theme);
    await page.goto("/chat");
    for (const words of ["add buy bread tomorrow", "delete buy bread", "complete call"]) {
      await say(page, words);
      await expect(page.getByRole("button", { name: "Send" })).toBeVisible();
    }
    await expect(page.getByRole("button", { name: /Call Bob/ })).toBeVisible();
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const found = await new AxeBuilder({ page }).analyze();
      expect(found.violations.map((each) => `${each.id}: ${each.nodes[0]?.html}`)).toEqual([]);
    }
  });
}
