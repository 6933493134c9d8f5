import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** What a page must not do, as it was seen so far. */
export interface Watched {
  readonly violations: string[];
  readonly errors: string[];
  readonly elsewhere: string[];
}

const CSP = "CSP ";

/** Listens from now on for violations of the policy, errors, and requests to other hosts. */
export async function watch(page: Page): Promise<Watched> {
  const seen: Watched = { violations: [], errors: [], elsewhere: [] };
  await page.exposeFunction("seenViolation", (what: string) => seen.violations.push(what));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { seenViolation } = window as unknown as { seenViolation: (what: string) => void };
      seenViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const kind = message.text().includes("Content Security Policy") ? CSP : "";
    seen.errors.push(`${kind}${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("request", (request) => {
    const url = new URL(request.url());
    const isOwn = url.protocol === "data:" || url.host === new URL(page.url()).host;
    if (!isOwn && page.url() !== "about:blank") seen.elsewhere.push(request.url());
  });
  return seen;
}

/** Nothing that a page must not do was seen. */
export function expectClean({ violations, errors, elsewhere }: Watched): void {
  expect(violations, "violations of the policy").toEqual([]);
  expect(errors, "errors in the console").toEqual([]);
  expect(elsewhere, "requests to other hosts").toEqual([]);
}

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The page can be used by everybody, as far as axe can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  expect(
    violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join("\n  ")}`),
  ).toEqual([]);
}

/** The page is no wider than the window, once it has followed its size. */
export async function expectNoSideways(page: Page): Promise<void> {
  const tooWide = () =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth <= clientWidth
        ? []
        : [...document.querySelectorAll("body *")]
            .filter((each) => each.getBoundingClientRect().right > clientWidth + 1)
            .slice(0, 5)
            .map((each) => each.outerHTML.slice(0, 160));
    });
  await expect.poll(tooWide, { message: "wider than the window", timeout: 3000 }).toEqual([]);
}
