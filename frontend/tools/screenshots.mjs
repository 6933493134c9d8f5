// Draws the pictures of docs/images from a running system: make web-screenshots RONDEL_URL=http://localhost:8000
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";
import { drawOps, prepareOps } from "./ops-screenshots.mjs";

const base = process.env.RONDEL_URL ?? "http://localhost:8000";
const out = process.env.RONDEL_IMAGES ?? new URL("../../docs/images/", import.meta.url).pathname;
const person = { email: `${randomUUID()}@example.org`, password: "correct horse battery" };

const PROJECTS = ["Home", "Work", "Garden"];
const TASKS = [
  "Water the plants every 3 days at 23:30 !1h #Garden",
  "Pay rent every month on the 31st p1 #Home",
  "Team standup every weekday at 9:30 @office #Work",
  "Write the quarterly report by Friday 5pm p2 !1d #Work",
  "Call mum tomorrow at 18:00 @family",
  "Stretch every day at 23:45",
  "Buy milk and bread today @shop",
  "Renew the passport today p1",
  "Book the dentist next month",
  "Clean the gutters every! 6 months #Home",
  "Plan the summer trip in 3 days",
];

async function main() {
  mkdirSync(out, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.RONDEL_CHROMIUM ?? "/usr/bin/chromium",
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const wide = { width: 1280, height: 800 };
  const context = await browser.newContext({
    viewport: wide,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await signUp(page);
  const session = await page.request.post(`${base}/api/auth/sign-in`, { data: person });
  const headers = { authorization: `Bearer ${(await session.json()).access_token}` };
  await fill(page.request, headers);

  const shoot = async (name, path, options = {}) => {
    const { size = wide, theme = "light", from = base, before } = options;
    await page.setViewportSize(size);
    await page.evaluate((chosen) => localStorage.setItem("rondel.theme", chosen), theme);
    await page.goto(from + path);
    await page.waitForLoadState("networkidle", { timeout: 3000 }).catch(() => undefined);
    await before?.();
    await page.waitForTimeout(700);
    await page.screenshot({ path: `${out}${name}.png` });
    console.log(`${out}${name}.png`);
  };
  if (process.env.RONDEL_SHOTS !== "ops") await drawApp(page, shoot);
  prepareOps(base, person.email);
  await drawOps(page, shoot, base, headers);
  await browser.close();
}

/** What everybody sees. */
async function drawApp(page, shoot) {
  const phone = { width: 390, height: 844 };
  const openTask = () => page.getByRole("link", { name: "Water the plants" }).first().click();
  const quickAdd = async () => {
    await page.keyboard.press("q");
    await page
      .getByLabel("What, and when")
      .fill("Take the bins out every tuesday at 7am remind me 30 minutes before #Home p2");
    await page.waitForTimeout(900);
  };
  await shoot("today", "/today");
  await shoot("task", "/today", { size: { width: 1440, height: 900 }, before: openTask });
  await shoot("quick-add", "/upcoming", { before: quickAdd });
  await shoot("calendar-dark", "/calendar", { theme: "dark" });
  await shoot("phone", "/today", { size: phone });
  await shoot("phone-dark", "/today", { size: phone, theme: "dark", before: openTask });
}

async function signUp(page) {
  await page.goto(`${base}/sign-up`);
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("heading", { name: "Today", exact: true }).waitFor();
}

async function fill(request, headers) {
  for (const name of PROJECTS) {
    await request.post(`${base}/api/projects`, { headers, data: { name } });
  }
  for (const text of TASKS) {
    const read = await request.post(`${base}/api/tasks/parse`, { headers, data: { text } });
    await request.post(`${base}/api/tasks`, { headers, data: (await read.json()).task });
  }
}

await main();
