import { defineConfig } from "@playwright/test";

const port = process.env.RONDEL_E2E_PORT ?? "8400";
const url = process.env.RONDEL_E2E_URL ?? `http://localhost:${port}`;
const state = new URL("../.rondel/web/", import.meta.url).pathname;
const chromium = process.env.RONDEL_CHROMIUM ?? "/usr/bin/chromium";

/** The whole system on this machine, with data of its own, and Chromium against it. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "e2e/results",
  fullyParallel: false,
  workers: 1,
  // Bounds for a busy machine: how fast the app is, is what `make web-bench` measures.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    baseURL: url,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: process.env.RONDEL_E2E_URL
    ? undefined
    : {
        command: `../.venv/bin/rondel dev --port ${port}`,
        url: `${url}/readyz`,
        timeout: 300_000, // PostgreSQL and Kafka begin with nothing: half a minute on a quiet machine
        gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
        env: {
          RONDEL_STATE_DIR: state,
          RONDEL_CACHE_DIR: new URL("../.rondel/cache/", import.meta.url).pathname,
        },
        stdout: process.env.CI ? "pipe" : "ignore",
        stderr: "pipe",
      },
});
