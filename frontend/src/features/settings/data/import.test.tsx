import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ImportOut } from "@/api/schema.gen";
import { renderSettings, server } from "@/testing/render-settings";
import { columnsOf, firstMapping, guessFormat } from "./guess-format";
import { ImportSection } from "./import-section";

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const TRIED: ImportOut = {
  id: "01932f00-0000-7000-8000-0000000000b1",
  format: "csv",
  dry_run: true,
  state: "done",
  file_name: "mine.csv",
  file_bytes: 60,
  rows_total: 3,
  rows_done: 3,
  counts: { rows: 3, taken: 1, lossy: 1, skipped: 0, failed: 1, unchanged: 0 },
  error: null,
  created_at: "2026-11-26T08:00:00Z",
  started_at: "2026-11-26T08:00:01Z",
  finished_at: "2026-11-26T08:00:02Z",
};

test("the report says of each row what is missing, and the import runs once it was seen", async () => {
  let ran = 0;
  server.use(
    http.get("*/api/imports", () =>
      HttpResponse.json({ items: [ran > 0 ? { ...TRIED, dry_run: false } : TRIED] }),
    ),
    http.get("*/api/imports/:id/report", () =>
      HttpResponse.json({
        items: [
          {
            row: 2,
            outcome: "lossy",
            excerpt: "Pay rent",
            reasons: [{ code: "date", field: "due", message: "“no day” is no date." }],
          },
          {
            row: 3,
            outcome: "failed",
            excerpt: "",
            reasons: [{ code: "title", field: "title", message: "There is no title." }],
          },
        ],
        next_after: null,
      }),
    ),
    http.post("*/api/imports/:id/run", () => {
      ran += 1;
      return HttpResponse.json({ ...TRIED, dry_run: false }, { status: 202 });
    }),
  );
  renderSettings(<ImportSection />);
  const user = userEvent.setup();
  const item = await screen.findByRole("listitem");
  expect(item).toHaveTextContent("1 row would come over whole, 1 with losses, 1 not readable.");
  await user.click(within(item).getByRole("button", { name: "Report" }));
  const said = await screen.findByText("“no day” is no date.");
  expect(said).toBeVisible();
  expect(said).toHaveTextContent("due: “no day” is no date.");
  expect(screen.getByText("not readable", { exact: true })).toBeVisible();
  expect(screen.getByText("There is no title.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Import for real" }));
  expect(await screen.findByText(/^1 row came over whole/)).toBeVisible();
  expect(ran).toBe(1);
});

test("a table says which column is what before it is sent", async () => {
  let query = new URLSearchParams();
  const waiting: ImportOut = { ...TRIED, counts: null, state: "waiting" };
  server.use(
    http.get("*/api/imports", () =>
      HttpResponse.json({ items: query.has("format") ? [waiting] : [] }),
    ),
    http.post("*/api/imports", ({ request }) => {
      query = new URL(request.url).searchParams;
      return HttpResponse.json(waiting, { status: 202 });
    }),
  );
  renderSettings(<ImportSection />);
  const user = userEvent.setup();
  const file = new File(["What;Due\nMilk;1.12.2027\n"], "mine.csv", { type: "text/csv" });
  await user.upload(await screen.findByLabelText(/Choose a file/), file);
  expect(await screen.findByLabelText("Due")).toHaveValue("due");
  expect(screen.getByText("One column has to be the title.")).toBeVisible();
  await user.selectOptions(screen.getByLabelText("What"), "title");
  const tryOut = screen.getByRole("button", { name: "Try it out" });
  expect(tryOut).toHaveAccessibleDescription(/^Trying it out changes nothing/);
  expect(screen.getByRole("button", { name: "Import at once" })).toBeEnabled();
  expect(screen.queryByText(/First it is only tried out/)).toBeNull();
  await user.click(tryOut);
  expect(await screen.findByText(/waiting for its turn/)).toBeVisible();
  expect(Object.fromEntries(query)).toEqual({
    format: "csv",
    dry_run: "true",
    date_order: "dmy",
    mapping: '{"What":"title","Due":"due"}',
    file_name: "mine.csv",
  });
});

test("a file that cannot be read is told", async () => {
  server.use(http.get("*/api/imports", () => HttpResponse.json({ items: [] })));
  renderSettings(<ImportSection />);
  const user = userEvent.setup();
  const gone = new File(["uid"], "gone.csv");
  gone.slice = () => {
    throw new DOMException("It was moved.", "NotFoundError");
  };
  await user.upload(await screen.findByLabelText(/Choose a file/), gone);
  expect(await screen.findByRole("alert")).toHaveTextContent("This file cannot be read.");
});

test("files are known by their beginning, columns by their line", () => {
  expect(guessFormat('{"format": "rondel.account.v1"}\n', "a.jsonl")).toBe("rondel");
  expect(guessFormat("BEGIN:VCALENDAR\r\n", "a.ics")).toBe("ics");
  expect(guessFormat("TYPE,CONTENT,DESCRIPTION\n", "a.csv")).toBe("todoist_csv");
  expect(guessFormat("PK\u0003\u0004", "a.zip")).toBe("vikunja");
  expect(guessFormat("a;b\n", "a.csv")).toBe("csv");
  expect(guessFormat("hello", "notes.txt")).toBeNull();
  expect(columnsOf('\uFEFF"What, then";"say ""so"""\n1;2')).toEqual(["What, then", 'say "so"']);
  expect(firstMapping(["Title", "Huh"])).toEqual({ Title: "title", Huh: "ignore" });
});
