import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { ReactNode } from "react";
import { createQueryClient } from "@/api/query-client";
import type { MeOut, ParseIn, ParseOut, SessionOut, TaskCreate, TaskOut } from "@/api/schema.gen";
import { session } from "@/lib/session";
import { ADA } from "./ada";
import { readingOf } from "./words";

const ME: MeOut = {
  ...ADA,
  id: "ada",
  default_reminders: [],
  all_day_default_reminders: [],
};

/** Words that this server understands, where they are not literal. */
const KNOWN = { tomorrow: "due", p1: "priority", "@home": "label" } as const;

function read({ text, literal = [] }: ParseIn): ParseOut {
  const parts = Object.entries(KNOWN).filter(([part]) => {
    const start = Array.from(text.slice(0, text.indexOf(part))).length;
    return text.includes(part) && !literal.some((each) => each.start <= start && each.end > start);
  });
  const said = Object.fromEntries(parts);
  return readingOf(text, said, {
    task: {
      ...(said.tomorrow && { due: { date: "2026-11-27" } }),
      ...(said.p1 && { priority: "high" as const }),
      ...(said["@home"] && { labels: ["home"] }),
    },
  });
}

/** What came in, and what is done before an answer goes out. */
export const seen = {
  parsed: [] as ParseIn[],
  created: [] as TaskCreate[],
  keys: [] as (string | null)[],
  deleted: [] as string[],
  beforeParse: async (_: ParseIn): Promise<void> => undefined,
  refuse: (_: TaskCreate): number | null => null,
};

export const server = setupServer(
  http.post("*/api/tasks/parse", async ({ request }) => {
    // Its body is what the client of this test sent.
    const asked = (await request.json()) as ParseIn;
    seen.parsed.push(asked);
    await seen.beforeParse(asked);
    return HttpResponse.json(read(asked));
  }),
  http.post("*/api/tasks", async ({ request }) => {
    const task = (await request.json()) as TaskCreate;
    seen.created.push(task);
    seen.keys.push(request.headers.get("idempotency-key"));
    const status = seen.refuse(task);
    if (status === null) return HttpResponse.json(madeOf(task), { status: 201 });
    const problem = {
      type: "t",
      code: "c",
      title: "Refused",
      detail: "It is refused.",
      instance: "",
    };
    return HttpResponse.json({ ...problem, status }, { status });
  }),
  http.delete("*/api/tasks/:id", ({ params }) => {
    seen.deleted.push(String(params.id));
    return new HttpResponse(null, { status: 204 });
  }),
  http.get("*/api/projects", () => HttpResponse.json({ items: [], next_cursor: null })),
  http.get("*/api/labels", () => HttpResponse.json({ items: [], next_cursor: null })),
);

function madeOf(task: TaskCreate): Partial<TaskOut> {
  const date = task.due?.date ?? null;
  return {
    id: `id-${task.title}`,
    title: task.title,
    due: date ? { date, datetime_local: null, zone: null, at: null } : null,
    created_at: "2026-11-26T12:00:00Z",
    version: 1,
  };
}

/** The page as it is after sign-in, and the box. */
export function openBox(children: ReactNode) {
  const client = createQueryClient();
  client.setQueryData(["me"], ME);
  // Nothing else of a session is looked at here.
  session.begin({ access_token: "t", expires_in: 900, user: { id: "ada" } } as SessionOut);
  render(<QueryClientProvider client={client}>{children}</QueryClientProvider>);
  return { user: userEvent.setup(), box: screen.getByRole<HTMLTextAreaElement>("textbox") };
}

export function forget(): void {
  Object.assign(seen, { parsed: [], created: [], keys: [], deleted: [] });
  seen.beforeParse = async () => undefined;
  seen.refuse = () => null;
  sessionStorage.clear();
}

/** Nothing answers. */
export const offline = [http.post("*/api/tasks*", () => HttpResponse.error())];
