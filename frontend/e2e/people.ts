import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";

export interface Person {
  readonly email: string;
  readonly password: string;
}

/** Signs somebody new up in the browser; Today is shown afterwards. */
export async function signUp(page: Page): Promise<Person> {
  const person = { email: `${randomUUID()}@example.org`, password: "correct horse battery" };
  await page.goto("/sign-up");
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("heading", { name: "Today" }).waitFor();
  return person;
}
