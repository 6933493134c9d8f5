import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Nothing that axe knows of is wrong with the page, light and dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const theme of ["light", "dark"]) {
    const isDark = theme === "dark";
    await page.evaluate((dark) => document.documentElement.classList.toggle("dark", dark), isDark);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const said = violations.map(({ id, nodes }) => `${theme} ${id}: ${nodes[0]?.html}`);
    expect(said).toEqual([]);
  }
  await page.evaluate(() => document.documentElement.classList.remove("dark"));
}
