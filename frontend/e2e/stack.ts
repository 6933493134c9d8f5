import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { type Person, signUp } from "./people";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));
/** Where the stack under test keeps what it has; that of playwright.config.ts if none is named. */
const state = process.env.RONDEL_STATE_DIR ?? `${root}.rondel/web/`;
const env = { ...process.env, RONDEL_STATE_DIR: state, PYTHONPATH: root };

/** Runs a command of `rondel` on the stack under test. */
export async function rondel(...words: string[]): Promise<string> {
  const { stdout } = await run(`${root}.venv/bin/rondel`, words, { cwd: root, env });
  return stdout;
}

/** Signs somebody new up who may do more; Today is shown afterwards, as they see it. */
export async function signUpAs(page: Page, role: "operator" | "admin"): Promise<Person> {
  const person = await signUp(page);
  await rondel("users", "role", person.email, role);
  await page.reload();
  await page.getByRole("heading", { name: "Today", exact: true }).waitFor();
  return person;
}

/** Events of this user die, in each worker that reads them. */
export async function makeDeadLetters(userId: string, count: number): Promise<void> {
  const script = fileURLToPath(new URL("dead-letter.py", import.meta.url));
  await run(`${root}.venv/bin/python`, [script, userId, String(count)], { cwd: root, env });
}
