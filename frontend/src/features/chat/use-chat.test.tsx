import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import { delay, HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { type ReactNode, useState } from "react";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { beSignedIn, problem } from "@/testing/open-task";
import { useChat } from "./use-chat";

const server = setupServer();
const client = new QueryClient();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
beforeEach(beSignedIn);
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const nothingSaid = () => HttpResponse.json({ messages: [], next_cursor: null });

/** A chat as its page holds it: the id of one that begins goes into the address. */
function start(first: string | null) {
  return renderHook(
    () => {
      const [wanted, choose] = useState(first);
      return { wanted, choose, ...useChat(wanted, choose) };
    },
    {
      wrapper: ({ children }: { readonly children: ReactNode }) => (
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      ),
    },
  ).result;
}

test("another conversation is chosen while an answer comes: there is nothing to stop any more", async () => {
  server.use(
    http.post("*/api/chat", async () => {
      await delay("infinite");
      return HttpResponse.json({});
    }),
    http.get("*/api/chat/conversations/:id", nothingSaid),
  );
  const chat = start(null);
  act(() => chat.current.send("Hello"));
  expect(chat.current.isBusy).toBe(true);
  act(() => chat.current.choose("other"));
  await waitFor(() => expect(chat.current.isBusy).toBe(false));
  expect(chat.current.thread.messages).toEqual([]);
});

test("after a conversation was read once more, the answer that begins a new one is shown", async () => {
  const asked: unknown[] = [];
  const failures = [problem(500, "internal", "Broken")];
  const events = [
    ["start", { conversation_id: "new", message_id: "m1" }],
    ["text", { text: "Hello, Ada." }],
    ["done", { stop_reason: "end" }],
  ].map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  server.use(
    http.get("*/api/chat/conversations/:id", ({ params }) => {
      asked.push(params.id);
      return failures.shift() ?? nothingSaid();
    }),
    http.post(
      "*/api/chat",
      () => new HttpResponse(events.join(""), { headers: { "content-type": "text/event-stream" } }),
    ),
  );
  const chat = start("old");
  await waitFor(() => expect(chat.current.error).not.toBeNull());
  act(() => chat.current.reload());
  await waitFor(() => expect(asked).toEqual(["old", "old"]));
  act(() => chat.current.choose(null));
  act(() => chat.current.send("Hello"));
  await waitFor(() => expect(chat.current.wanted).toBe("new"));
  await waitFor(() => expect(chat.current.isBusy).toBe(false));
  expect(JSON.stringify(chat.current.thread.messages)).toContain("Hello, Ada.");
  expect(asked).toEqual(["old", "old"]);
});
