import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

// A service worker that takes over while a request waits for its `route` would leave it waiting.
test.use({ serviceWorkers: "block" });

const WINDOW = {
  since: "2026-11-24T18:00:00Z",
  sent: 1204,
  late: 2,
  missed: 1,
  failed: 1,
  skipped: 31,
  lateness_ms: { p50: 21, p95: 48, p99: 113, max: 1893 },
};
const REMINDERS = {
  counted_at: "2026-11-25T18:30:07Z",
  measured_since: "2026-11-01T09:00:00Z",
  late_after_ms: 1000,
  last_24_hours: WINDOW,
  last_30_days: {
    ...WINDOW,
    sent: 34_117,
    lateness_ms: { p50: 22, p95: 61, p99: 240, max: 41_000 },
  },
};

test("everybody sees how the service is, without signing in", async ({ page }) => {
  await page.goto("/status");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    /^(Everything works|Something is not as it should be)\.$/,
  );
  await expect(page.getByText("Database")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Last 30 days" })).toBeVisible();
});

test("a server that does not answer is told", async ({ page }) => {
  await page.route("**/api/status", (route) => route.abort());
  await page.goto("/status");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Rondel cannot be reached.");
  await expect(page.getByText("Database")).toBeHidden();
});

for (const theme of ["light", "dark"] as const) {
  for (const [status, code] of [
    ["ok", 200],
    ["degraded", 200],
    ["down", 503],
  ] as const) {
    test(`${status} is said, with figures, without violations (${theme})`, async ({ page }) => {
      await page.route("**/api/status", (route) =>
        route.fulfill({
          status: code,
          json: {
            status,
            version: "0.1.0",
            components: { postgresql: status, kafka: "ok" },
            reminders: status === "down" ? null : REMINDERS,
          },
        }),
      );
      await page.goto("/status");
      await page.evaluate((chosen) => localStorage.setItem("rondel.theme", chosen), theme);
      await page.reload();
      const said = { ok: /works/, degraded: /not as it should be/, down: /out of order/ };
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(said[status]);
      if (status === "down") await expect(page.getByText("cannot be read now")).toBeVisible();
      else await expect(page.getByText("99.75% on time")).toBeVisible();
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 844 });
        const found = await new AxeBuilder({ page }).analyze();
        expect(found.violations.map((each) => `${each.id}: ${each.nodes[0]?.html}`)).toEqual([]);
      }
    });
  }
}
