import { useQuery } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { projectsOptions } from "@/api/projects/list-projects";
import { toasts } from "@/lib/toasts";
import { projectOf, refusal, server, show } from "@/testing/places";
import { ProjectList } from "./project-list";

const PROJECTS = [
  projectOf("Garden"),
  projectOf("Move", { is_favorite: true }),
  projectOf("Thesis"),
  projectOf("Choir", { is_favorite: true }),
];

function Shown() {
  const { data = [] } = useQuery(projectsOptions());
  return <ProjectList projects={data} counts={{ Garden: 3 }} />;
}

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  server.resetHandlers();
  toasts.set([]);
});
afterAll(() => server.close());

const names = (): (string | null)[] =>
  screen.getAllByRole("link").map((link) => link.querySelector("bdi")?.textContent ?? null);

async function start(): Promise<void> {
  server.use(
    http.get("*/api/projects", () => HttpResponse.json({ items: PROJECTS, next_cursor: null })),
  );
  show(<Shown />);
  await screen.findByRole("link", { name: /Garden/ });
}

test("favourites stand first, both groups in their own order, with their numbers", async () => {
  await start();
  expect(names()).toEqual(["Move", "Choir", "Garden", "Thesis"]);
  expect(screen.getByRole("link", { name: /Garden/ })).toHaveTextContent("Garden3");
});

test("Alt and an arrow move a project in its group, at once, and keep the focus", async () => {
  const orders: unknown[] = [];
  server.use(
    http.put("*/api/projects/order", async ({ request }) => {
      orders.push(await request.json());
      return new HttpResponse(null, { status: 204 });
    }),
  );
  await start();
  screen.getByRole("link", { name: /Garden/ }).focus();
  await userEvent.keyboard("{Alt>}{ArrowUp}{/Alt}"); // Choir above it is a favourite
  await userEvent.keyboard("{Alt>}{ArrowDown}{/Alt}");
  await waitFor(() => expect(names()).toEqual(["Move", "Choir", "Thesis", "Garden"]));
  await waitFor(() => expect(screen.getByRole("link", { name: /Garden/ })).toHaveFocus());
  expect(screen.getByText("Garden is number 4 of 4 now")).toBeInTheDocument();
  await waitFor(() => expect(orders).toEqual([{ ids: ["Move", "Choir", "Thesis", "Garden"] }]));
});

test("an order that the server refuses is put back, and it says so", async () => {
  server.use(http.put("*/api/projects/order", () => refusal(403)));
  await start();
  screen.getByRole("link", { name: /Move/ }).focus();
  await userEvent.keyboard("{Alt>}{ArrowDown}{/Alt}");
  await waitFor(() => expect(toasts.get()).toHaveLength(1));
  await waitFor(() => expect(names()).toEqual(["Move", "Choir", "Garden", "Thesis"]));
});

test("another name is shown at once, and the old one again when the server refuses", async () => {
  let refuse = (): void => undefined;
  const refused = new Promise<void>((resolve) => {
    refuse = resolve;
  });
  const versions: (string | null)[] = [];
  server.use(
    http.patch("*/api/projects/Garden", async ({ request }) => {
      versions.push(request.headers.get("if-match"));
      await refused;
      return refusal(412);
    }),
  );
  await start();
  screen.getByRole("link", { name: /Garden/ }).focus();
  await userEvent.keyboard("{F2}");
  const input = screen.getByRole("textbox", { name: "New name of Garden" });
  await userEvent.clear(input);
  await userEvent.type(input, "Allotment{Enter}");
  await waitFor(() => expect(names()).toContain("Allotment"));
  expect(toasts.get()).toEqual([]);

  refuse();
  await waitFor(() => expect(names()).toEqual(["Move", "Choir", "Garden", "Thesis"]));
  expect(toasts.get()).toMatchObject([{ tone: "error" }]);
  expect(versions).toEqual(['"1"']);
});

test("Escape leaves the name, and the focus is on the project again", async () => {
  await start();
  screen.getByRole("link", { name: /Garden/ }).focus();
  await userEvent.keyboard("{F2}");
  await userEvent.type(screen.getByRole("textbox"), "x{Escape}");
  expect(names()).toContain("Garden");
  await waitFor(() => expect(screen.getByRole("link", { name: /Garden/ })).toHaveFocus());
});

test("deleting asks first, and says that the tasks stay", async () => {
  let isDeleted = false;
  server.use(
    http.delete("*/api/projects/Garden", () => {
      isDeleted = true;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  await start();
  await userEvent.click(screen.getByRole("button", { name: "Actions for Garden" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Delete" }));
  const dialog = await screen.findByRole("dialog", { name: "Delete “Garden”?" });
  expect(dialog).toHaveTextContent("Its 3 open tasks stay, in the inbox.");
  expect(screen.getByRole("button", { name: "Cancel" })).toHaveFocus();
  expect(isDeleted).toBe(false);
  server.use(
    http.get("*/api/projects", () =>
      HttpResponse.json({ items: PROJECTS.slice(1), next_cursor: null }),
    ),
  );
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(names()).toEqual(["Move", "Choir", "Thesis"]));
  expect(isDeleted).toBe(true);
  await waitFor(() => expect(toasts.get()).toMatchObject([{ text: "“Garden” is deleted." }]));
});
