import type { Page } from "@playwright/test";
import type { Person } from "./people";

/** Adds a task for each line of plain words, without the page. */
export async function addByWords(page: Page, person: Person, lines: string[]): Promise<void> {
  const signedIn = await page.request.post("/api/auth/sign-in", { data: person });
  const { access_token: token } = await signedIn.json();
  const headers = { authorization: `Bearer ${token}` };
  for (const text of lines) {
    const read = await page.request.post("/api/tasks/parse", { data: { text }, headers });
    const { task } = await read.json();
    const made = await page.request.post("/api/tasks", { data: task, headers });
    if (!made.ok()) throw new Error(await made.text());
  }
}
