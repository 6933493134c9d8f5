import { randomUUID } from "node:crypto";
import { type APIRequestContext, expect, type Locator, type Page } from "@playwright/test";

export interface Person {
  readonly email: string;
  readonly password: string;
}

/** A task as the API answers it, as far as it is looked at. */
export interface Added {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  readonly due: { readonly date: string | null } | null;
}

/** Somebody who is not known yet. */
export const somebody = (): Person => ({
  email: `${randomUUID()}@example.org`,
  password: "correct horse battery",
});

/** What somebody is called who said no name. */
export const nameOf = ({ email }: Person): string => email.split("@")[0] ?? email;

/** Signs somebody new up in the browser; Today is shown afterwards. */
export async function signUp(page: Page): Promise<Person> {
  const person = somebody();
  await page.goto("/sign-up");
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("heading", { name: "Today", exact: true }).waitFor();
  return person;
}

/** Signs in by the form, which has to be shown. */
export async function signIn(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Calls as this person beside the browser: another device. */
export class Elsewhere {
  private constructor(
    private readonly request: APIRequestContext,
    private readonly headers: Record<string, string>,
  ) {}

  static async signIn(request: APIRequestContext, { email, password }: Person): Promise<Elsewhere> {
    const answer = await request.post("/api/auth/sign-in", { data: { email, password } });
    const { access_token: token } = await answer.json();
    return new Elsewhere(request, { authorization: `Bearer ${token}` });
  }

  /** Adds a task as its sentence says; answers the task. */
  async add(text: string): Promise<Added> {
    const { headers } = this;
    const parsed = await this.request.post("/api/tasks/parse", { headers, data: { text } });
    const { task } = await parsed.json();
    return (await this.request.post("/api/tasks", { headers, data: task })).json();
  }

  /** Makes what this path makes: a project, a label, a filter; answers its id. */
  async make(path: string, data: Record<string, unknown>): Promise<string> {
    const answer = await this.request.post(path, { headers: this.headers, data });
    if (!answer.ok()) throw new Error(`${answer.status()} ${await answer.text()}`);
    return (await answer.json()).id;
  }

  /** Changes or deletes what this path leads to. */
  async send(method: "PATCH" | "PUT" | "DELETE", path: string, data?: unknown): Promise<void> {
    const options = data === undefined ? {} : { data };
    const { headers } = this;
    const answer = await this.request.fetch(path, { method, headers, ...options });
    if (!answer.ok()) throw new Error(`${answer.status()} ${await answer.text()}`);
  }

  async change(id: string, fields: Record<string, unknown>): Promise<void> {
    const { headers } = this;
    const answer = await this.request.patch(`/api/tasks/${id}`, { headers, data: fields });
    if (!answer.ok()) throw new Error(`${answer.status()} ${await answer.text()}`);
  }
}

/** The dialog is closed; Escape closes what was said last before it. */
export async function closeDialog(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0, { timeout: 500 });
  }).toPass({ timeout: 10_000 });
}

/** Goes somewhere by two letters, g and another; again if a busy machine came too late to the second. */
export async function goBy(page: Page, letter: string, there: Locator): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press(letter);
    await expect(there).toBeVisible({ timeout: 4_000 });
  }).toPass();
}

/** `2026-12-01` so many days from today, by the clock of the browser. */
export async function dayFromNow(page: Page, days: number): Promise<string> {
  return await page.evaluate((by) => {
    const day = new Date();
    day.setDate(day.getDate() + by);
    return day.toLocaleDateString("sv-SE");
  }, days);
}
