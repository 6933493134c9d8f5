import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { toasts } from "@/lib/toasts";
import { placedTask, refusal, server, show } from "@/testing/places";
import { TrashPage } from "./trash-page";

let kept: string[] = [];

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  server.resetHandlers();
  toasts.set([]);
});
afterAll(() => server.close());

async function start(...titles: string[]): Promise<void> {
  kept = titles;
  server.use(
    http.get("*/api/trash", () =>
      HttpResponse.json({
        items: kept.map((title) => ({
          task: placedTask(title),
          deleted_at: new Date(Date.now() - 2 * 86_400_000).toISOString(),
        })),
        next_cursor: null,
      }),
    ),
  );
  show(<TrashPage />);
  await screen.findByRole("heading", { name: "Trash" });
}

test("it says how long each task is kept", async () => {
  await start("Old note");
  expect(await screen.findByText(/28 days left/)).toBeVisible();
});

test("what is restored leaves at once, and what is gone of its place is said", async () => {
  server.use(
    http.post("*/api/trash/:id/restore", () =>
      HttpResponse.json({ tasks: [placedTask("Old note")], lost: ["project_id"] }),
    ),
  );
  await start("Old note", "Other");
  await userEvent.click(screen.getByRole("button", { name: "Restore “Old note”" }));
  await waitFor(() => expect(screen.queryByText("Old note")).not.toBeInTheDocument());
  await waitFor(() =>
    expect(toasts.get()).toMatchObject([
      { text: "“Old note” is back, but not in its project: gone." },
    ]),
  );
});

test("what cannot be restored is there again", async () => {
  server.use(http.post("*/api/trash/:id/restore", () => refusal(404)));
  await start("Old note");
  await userEvent.click(screen.getByRole("button", { name: "Restore “Old note”" }));
  await waitFor(() => expect(toasts.get()).toMatchObject([{ tone: "error" }]));
  expect(await screen.findByText("Old note")).toBeVisible();
});

test("emptying asks with the number, and nothing goes before the answer", async () => {
  let isEmptied = false;
  server.use(
    http.delete("*/api/trash", () => {
      isEmptied = true;
      kept = [];
      return new HttpResponse(null, { status: 204 });
    }),
  );
  await start("Old note", "Other");
  await userEvent.click(screen.getByRole("button", { name: "Empty trash" }));
  const dialog = await screen.findByRole("dialog");
  expect(dialog).toHaveTextContent("2 tasks and their subtasks are deleted for ever.");
  await userEvent.keyboard("{Escape}");
  expect(isEmptied).toBe(false);

  await userEvent.click(screen.getByRole("button", { name: "Empty trash" }));
  const [confirm] = (await screen.findAllByRole("button", { name: "Empty trash" })).slice(-1);
  if (confirm) await userEvent.click(confirm);
  expect(await screen.findByText("The trash is empty")).toBeVisible();
  expect(isEmptied).toBe(true);
});
