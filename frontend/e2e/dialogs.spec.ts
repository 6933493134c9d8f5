import { expect, type Locator, type Page, test } from "@playwright/test";
import { Elsewhere, signUp } from "./people";

test.setTimeout(240_000); // every dialog is opened

/** The dialog begins there, and whatever was open before has the focus again when it is closed. */
async function walk(page: Page, first: Locator, opener: Locator): Promise<void> {
  await expect(first).toBeFocused();
  await expect(async () => {
    await page.keyboard.press("Escape"); // a toast is closed before the dialog
    await expect(opener).toBeFocused({ timeout: 1000 });
  }).toPass({ timeout: 20_000 });
}

test("each dialog begins where a user begins, and leads back to what opened it", async ({
  page,
}) => {
  const elsewhere = await Elsewhere.signIn(page.request, await signUp(page));
  const { id } = await elsewhere.add("Water the plants every day at 23:58");
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`/inbox?task=${id}`);
  const panel = page.getByRole("complementary", { name: "Task" });
  const dialog = page.getByRole("dialog").last();

  const due = panel.getByRole("button", { name: /^Due/ });
  await due.press("Enter");
  await walk(page, page.getByLabel("When, in words"), due);

  const change = panel.getByRole("button", { name: "Change", exact: true }).first();
  await change.press("Enter");
  await expect(dialog.getByRole("button", { name: "Daily" })).toBeFocused();
  await dialog.getByRole("button", { name: "Stop repeating" }).press("Enter");
  await expect(dialog.getByRole("button", { name: "Back" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Daily" })).toBeFocused();
  await dialog.getByRole("button", { name: "Weekly" }).press("Enter");
  await dialog.getByRole("button", { name: "Save" }).press("Enter");
  await walk(page, dialog.getByRole("button", { name: /^This and the following/ }), change);

  const remind = panel.getByRole("button", { name: "Remind me …" });
  await remind.press("Enter");
  await page.getByRole("menuitem", { name: "Custom …" }).press("Enter");
  await walk(page, dialog.getByLabel("How many", { exact: true }), remind);

  await remind.press("Enter");
  await page.getByRole("menuitem", { name: "At a date and time …" }).press("Enter");
  await walk(page, dialog.getByRole("radio", { name: "At a date and time" }), remind);

  const title = panel.getByLabel("Title");
  await title.fill("Water all plants");
  await title.press("Enter");
  await walk(page, dialog.getByRole("button", { name: /^This one/ }), title);
});

test("on a phone the sheets do the same; what is asked by keys begins with its words", async ({
  page,
}) => {
  const elsewhere = await Elsewhere.signIn(page.request, await signUp(page));
  const { id } = await elsewhere.add("Water the plants tomorrow");
  await page.keyboard.press("q");
  await expect(page.getByLabel("What, and when")).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog").getByRole("switch")).toBeFocused();

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/inbox?task=${id}`);
  const due = page.getByRole("button", { name: /^Due/ });
  await due.click();
  await walk(page, page.getByLabel("When, in words"), due);
});
