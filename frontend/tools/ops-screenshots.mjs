// Pictures of the operations pages and of a trace, in both themes: what operators see after some work.
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const env = { ...process.env, PYTHONPATH: root };
const LETTERS = 3;
/** Those of the documentation; with RONDEL_IMAGES all are drawn, to look at them. */
const KEPT = new Set(["ops", "ops-dead-letters-dark", "ops-timeline", "trace"]);
const isWanted = (name) => process.env.RONDEL_IMAGES !== undefined || KEPT.has(name);

/** Runs a command on the running system: RONDEL_STATE_DIR names its state, as for `rondel`. */
function run(command, ...words) {
  return execFileSync(`${root}.venv/bin/${command}`, words, { cwd: root, env, encoding: "utf8" });
}

/** Makes the account an operator's, and something to see: work, reminders and dead letters. */
export function prepareOps(base, email) {
  const state = env.RONDEL_STATE_DIR ?? `${root}.rondel`;
  env.RONDEL_STATE_DIR = state;
  run("rondel", "users", "role", email, "operator");
  run("rondel", "demo", "--url", base);
  run("python", `${root}frontend/e2e/dead-letter.py`, randomUUID(), String(LETTERS));
}

/** Draws each page of operations, light and dark, and the trace of a reminder in Zipkin. */
export async function drawOps(page, shoot, base, headers) {
  const read = async (url) => (await page.request.get(url, { headers })).json();
  await until("dead letters", async () => (await read(`${base}/api/ops/dlq`)).items.length > 0);
  const { zipkin } = (await read(`${base}/api/ops/overview`)).links;
  const reminder = zipkin && (await until("a trace", () => lastDelivered(page, zipkin)));
  const showLag = async () => {
    await page
      .getByRole("button", { name: /notifications/ })
      .first()
      .click();
    await page.getByRole("table").first().scrollIntoViewIfNeeded();
  };
  const openLetter = () =>
    page
      .getByRole("link", { name: /task\.completed/ })
      .first()
      .click();
  for (const theme of ["light", "dark"]) {
    const draw = async (shown, path, more) => {
      const name = theme === "dark" ? `${shown}-dark` : shown;
      if (isWanted(name)) await shoot(name, path, { theme, ...more });
    };
    await draw("ops", "/ops");
    await draw("ops-lag", "/ops", { before: showLag });
    await draw("ops-dead-letters", "/ops/dead-letters");
    await draw("ops-dead-letter", "/ops/dead-letters", { before: openLetter });
    await draw("ops-schedules", "/ops/schedules");
    if (reminder) await draw("ops-timeline", `/ops/timeline?of=reminder&id=${reminder.id}`);
  }
  if (reminder) await shoot("trace", `/zipkin/traces/${reminder.trace}`, { from: zipkin });
}

/** The newest trace with a mail in it, once what follows the mail is there, too. */
async function lastDelivered(page, zipkin) {
  const query = "serviceName=rondel-notifications&spanName=deliver+email&limit=1";
  const [spans] = await (await page.request.get(`${zipkin}/api/v2/traces?${query}`)).json();
  if (!spans?.some(({ name }) => name === "handle reminder.sent")) return null;
  const mail = spans.find(({ name }) => name === "deliver email");
  return { trace: mail.traceId, id: mail.tags.reminder_id };
}

async function until(what, look) {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error(`There is no sign of ${what} after a minute.`);
}
