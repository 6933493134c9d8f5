import { type Browser, expect, type Page, test } from "@playwright/test";
import { Elsewhere, signUp } from "./people";
import { PAGES, type PageUnderTest } from "./routes";
import { makeDeadLetters, signUpAs } from "./stack";
import { expectAccessible, expectClean, expectNoSideways, type Watched, watch } from "./watch";

const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];
/** axe reads a page twice, in seconds; on busy machines in many. */
const EACH_MS = 60_000;
const NARROWEST = { width: 320, height: 640 };
const TASKS = [
  "Water the plants every 3 days at 23:50 !1h",
  "Pay rent today p1",
  "Write the report today 23:55 p2 @work",
  "اشتر الخبز 🥖 today",
  "Buy milk",
  "Book dentist tomorrow",
  `A${" very".repeat(40)} long title today`,
  `Donaudampfschifffahrtsgesellschaft${"skapitän".repeat(12)} today`,
];

interface Visitor {
  readonly page: Page;
  readonly seen: Watched;
  readonly places: Readonly<Record<string, string>>;
}

async function newVisitor(browser: Browser, scheme: "light" | "dark"): Promise<Page> {
  const context = await browser.newContext({ colorScheme: scheme, reducedMotion: "reduce" });
  return context.newPage();
}

async function withData(page: Page): Promise<Record<string, string>> {
  const person = await signUp(page);
  const elsewhere = await Elsewhere.signIn(page.request, person);
  const tasks = [];
  for (const text of TASKS) tasks.push(await elsewhere.add(text));
  const project = await elsewhere.make("/api/projects", { name: "Home" });
  await elsewhere.make(`/api/projects/${project}/sections`, { name: "Later" });
  await elsewhere.change(tasks[4]?.id ?? "", { project_id: project });
  const label = await elsewhere.make("/api/labels", { name: "garden" });
  const filter = await elsewhere.make("/api/filters", { name: "Soon", query: "today | overdue" });
  return { task: tasks[0]?.id ?? "", project, label, filter };
}

/** An administrator of whom an event has died. */
async function withDeadLetter(page: Page): Promise<Record<string, string>> {
  const { email, password } = await signUpAs(page, "admin");
  const session = await page.request.post("/api/auth/sign-in", { data: { email, password } });
  const { access_token: token, user } = await session.json();
  await makeDeadLetters(user.id, 1);
  const headers = { authorization: `Bearer ${token}` };
  let letter = "";
  await expect(async () => {
    const found = await page.request.get(`/api/ops/dlq?user=${user.id}`, { headers });
    letter = (await found.json()).items[0].id;
  }).toPass({ timeout: EACH_MS });
  return { me: user.id, letter };
}

async function visit({ page, seen, places }: Visitor, { route, at }: PageUnderTest): Promise<void> {
  const path = (at ?? route).replace(/\{(\w+)\}/g, (_, name: string) => places[name] ?? "");
  await page.goto(path);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveCount(1);
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await expect(page).toHaveTitle(/^.+ · Rondel$/);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await expectAccessible(page);
    await expectNoSideways(page);
  }
  await page.setViewportSize(NARROWEST);
  await expectNoSideways(page);
  await page.setViewportSize(SIZES[0] ?? NARROWEST);
  expectClean(seen);
}

/** Looks at all of them, and fails with what is wrong with each. */
async function visitAll(pages: readonly PageUnderTest[], visitor: Visitor): Promise<void> {
  const wrong: string[] = [];
  for (const each of pages) {
    await test
      .step(each.at ?? each.route, () => visit(visitor, each))
      .catch((error: unknown) => wrong.push(`${each.at ?? each.route}: ${error}`));
  }
  expect(wrong).toEqual([]);
}

for (const scheme of ["light", "dark"] as const) {
  test(`pages with data are sound, ${scheme}`, async ({ browser }) => {
    test.setTimeout(PAGES.length * EACH_MS);
    const page = await newVisitor(browser, scheme);
    const seen = await watch(page);
    const visitor = { page, seen, places: await withData(page) };
    await visitAll(
      PAGES.filter((one) => !one.isPublic && !one.isForAdmins),
      visitor,
    );
    await page.context().close();
  });

  test(`pages for administrators are sound, ${scheme}`, async ({ browser }) => {
    test.setTimeout(PAGES.length * EACH_MS);
    const page = await newVisitor(browser, scheme);
    const seen = await watch(page);
    await visitAll(
      PAGES.filter((one) => one.isForAdmins),
      { page, seen, places: await withDeadLetter(page) },
    );
    await page.context().close();
  });

  test(`pages for everybody are sound, ${scheme}`, async ({ browser }) => {
    const page = await newVisitor(browser, scheme);
    const seen = await watch(page);
    await visitAll(
      PAGES.filter((one) => one.isPublic),
      { page, seen, places: {} },
    );
    await page.context().close();
  });
}
