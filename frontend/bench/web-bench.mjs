// Measures the web app as people meet it, in Chromium against a stack that runs:
// node bench/web-bench.mjs [--url http://localhost:3000] [--tasks 1000] [--events 300] [--json]
// [--minutes 60] [--rate 2]: nothing but what so many changes a second leave in memory
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";

const { values: options } = parseArgs({
  options: {
    url: { type: "string", default: "http://localhost:3000" },
    tasks: { type: "string", default: "1000" },
    events: { type: "string", default: "300" },
    minutes: { type: "string", default: "0" },
    rate: { type: "string", default: "2" },
    json: { type: "boolean", default: false },
  },
});
const PASSWORD = "correct horse battery";
const AT_ONCE = 8;
/** A phone on a slow mobile network (Lighthouse's “slow 4G”). */
const SLOW = {
  offline: false,
  latency: 150,
  downloadThroughput: 204_800,
  uploadThroughput: 96_000,
};
const CPU_SLOWER = 4;

const browser = await chromium.launch({
  executablePath: process.env.RONDEL_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "--disable-gpu",
    "--js-flags=--expose-gc",
    "--enable-precise-memory-info",
  ],
});

/** A new account, signed in in a context of its own, and a way to call the API as it. */
async function person() {
  const context = await browser.newContext({ baseURL: options.url, locale: "en-GB" });
  const email = `bench-${Date.now()}-${Math.random().toString(36).slice(2)}@example.org`;
  const data = { email, password: PASSWORD, session: "cookie" };
  const answer = await context.request.post("/api/auth/sign-up", {
    data: { ...data, zone: "Europe/Berlin" },
  });
  if (!answer.ok()) throw new Error(`Signing up: ${answer.status()} ${await answer.text()}`);
  let { access_token: token } = await answer.json();
  const signIn = async () => {
    const again = await context.request.post("/api/auth/sign-in", { data });
    if (!again.ok()) throw new Error(`Signing in: ${again.status()} ${await again.text()}`);
    token = (await again.json()).access_token;
  };
  const call = async (method, path, body) => {
    for (;;) {
      const headers = { authorization: `Bearer ${token}` };
      const got = await context.request.fetch(path, { method, headers, data: body });
      if (got.ok()) return got.status() === 204 ? null : got.json();
      if (got.status() === 401)
        await signIn(); // a token lasts 15 minutes
      else await politely(got, path);
    }
  };
  return { context, call };
}

/** Waits as long as the server asks. */
async function politely(got, path) {
  if (got.status() !== 429) throw new Error(`${path}: ${got.status()} ${await got.text()}`);
  const seconds = Number(got.headers()["retry-after"] ?? 1);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

const percentile = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
const spread = (numbers) => {
  const sorted = [...numbers].sort((one, other) => one - other);
  return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95), n: sorted.length };
};

async function addTasks(call, count) {
  const today = new Date().toISOString().slice(0, 10);
  let next = 0;
  const work = async () => {
    while (next < count) {
      next += 1;
      await call("POST", "/api/tasks", { title: `Task ${next}`, due: { date: today } });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** What a first visit costs on a slow phone: script in KB as sent, LCP, and the list's first row. */
async function firstLoad() {
  const { context, call } = await person();
  await addTasks(call, 20);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", SLOW);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWER });
  const kinds = new Map();
  let script = 0;
  let all = 0;
  cdp.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength: bytes }) => {
    all += bytes;
    if (kinds.get(requestId) === "Script") script += bytes;
  });
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      window.lcp = list.getEntries().at(-1)?.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
  });
  await page.goto("/today");
  await page.getByRole("checkbox").first().waitFor({ timeout: 60_000 });
  const usable = await page.evaluate(() => performance.now());
  const sent = { script: script / 1024, all: all / 1024 };
  await page.waitForTimeout(1500);
  const lcp = await page.evaluate(() => window.lcp);
  await context.close();
  return {
    "script sent (KB)": sent.script,
    "all sent (KB)": sent.all,
    "LCP (ms)": lcp,
    "usable (ms)": usable,
  };
}

/** From a click on a box to the paint that shows it ticked, in a long list. */
async function completing() {
  const { context, call } = await person();
  await addTasks(call, Number(options.tasks));
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.paints = [];
    new PerformanceObserver((list) => {
      for (const each of list.getEntries()) {
        if (each.name === "click") window.paints.push(each.duration);
      }
    }).observe({ type: "event", durationThreshold: 16, buffered: true });
  });
  await page.goto("/today");
  const boxes = page.getByRole("checkbox", { checked: false });
  await boxes.first().waitFor();
  for (let index = 0; index < 20; index += 1) {
    await boxes.nth(2).click();
    await page.waitForTimeout(700);
  }
  const durations = await page.evaluate(() => window.paints);
  await context.close();
  // Interactions under 16 ms are not reported: they count as 16.
  const { p50, p95 } = spread([
    ...durations,
    ...Array(Math.max(0, 20 - durations.length)).fill(16),
  ]);
  return { "complete, p50 (ms)": p50, "complete, p95 (ms)": p95 };
}

/** What is used after everything was collected that can be, in MB. */
async function heap(page) {
  await page.evaluate(() => globalThis.gc());
  return page.evaluate(() => performance.memory.usedJSHeapSize / 1024 / 1024);
}

/** From the bytes of an event to the paint that shows it, and what many events leave in memory. */
async function events() {
  const { context, call } = await person();
  await addTasks(call, 1);
  const [task] = (await call("GET", "/api/tasks?limit=1")).items;
  const page = await context.newPage();
  const live = page.waitForResponse("**/api/events");
  await page.goto("/today");
  await page.getByRole("checkbox").first().waitFor();
  await live;
  await page.waitForTimeout(1000);
  await page.evaluate(() => {
    window.shown = new Map();
    new MutationObserver(() => {
      const found = /Renamed \d+/.exec(document.body.textContent)?.[0];
      if (found === undefined || window.shown.has(found)) return;
      requestAnimationFrame(() =>
        setTimeout(() => window.shown.set(found, performance.timeOrigin + performance.now())),
      );
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const before = await heap(page);
  const waits = [];
  for (let index = 1; index <= Number(options.events); index += 1) {
    const title = `Renamed ${index}`;
    await call("PATCH", `/api/tasks/${task.id}`, { title });
    const answered = performance.timeOrigin + performance.now();
    await page.waitForFunction((name) => window.shown.has(name), title, { polling: 5 });
    waits.push((await page.evaluate((name) => window.shown.get(name), title)) - answered);
  }
  const after = await heap(page);
  await context.close();
  const { p50, p95 } = spread(waits);
  return {
    "answer to pixel in another window, p50 (ms)": p50,
    "answer to pixel in another window, p95 (ms)": p95,
    [`heap before ${options.events} events (MB)`]: before,
    "heap after them (MB)": after,
  };
}

const SAMPLES = 12;

/** What a window holds in which tasks are added, renamed, done and deleted elsewhere, for long. */
async function memory(minutes) {
  const { context, call } = await person();
  await addTasks(call, 200);
  // Overdue, so that it stands at the top, where it is drawn.
  const first = await call("POST", "/api/tasks", { title: "First", due: { date: "2020-01-01" } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable");
  const live = page.waitForResponse("**/api/events");
  await page.goto("/today");
  await page.getByRole("checkbox").first().waitFor();
  await live;
  const due = { date: new Date().toISOString().slice(0, 10) };
  const sample = async () => {
    const { metrics } = await cdp.send("Performance.getMetrics");
    const nodes = metrics.find(({ name }) => name === "Nodes").value;
    return { minute: (Date.now() - start) / 60_000, heap: await heap(page), nodes };
  };
  const start = Date.now();
  const samples = [await sample()];
  for (let sent = 0; Date.now() - start < minutes * 60_000; sent += 1) {
    const { id } = await call("POST", "/api/tasks", { title: `Passing ${sent}`, due });
    await call("PATCH", `/api/tasks/${id}`, { title: `Renamed ${sent}` });
    if (sent % 2 === 0) await call("POST", `/api/tasks/${id}/complete`);
    else await call("DELETE", `/api/tasks/${id}`);
    const isDue = Date.now() - start >= (samples.length * minutes * 60_000) / SAMPLES;
    if (isDue) samples.push(await sample());
    await page.waitForTimeout((3 / Number(options.rate)) * 1000);
  }
  await call("PATCH", `/api/tasks/${first.id}`, { title: "Still live" });
  await page.getByText("Still live").first().waitFor();
  samples.push(await sample());
  await context.close();
  return Object.fromEntries(
    samples.flatMap((each) => [
      [`minute ${each.minute.toFixed(0)}: heap (MB)`, each.heap],
      [`minute ${each.minute.toFixed(0)}: nodes`, each.nodes],
    ]),
  );
}

try {
  const minutes = Number(options.minutes);
  const figures =
    minutes > 0
      ? await memory(minutes)
      : { ...(await firstLoad()), ...(await completing()), ...(await events()) };
  if (options.json) console.log(JSON.stringify(figures, null, 2));
  else {
    for (const [name, value] of Object.entries(figures)) {
      console.log(`${name.padEnd(52)} ${value === undefined ? "-" : value.toFixed(1).padStart(9)}`);
    }
  }
} finally {
  await browser.close();
}
