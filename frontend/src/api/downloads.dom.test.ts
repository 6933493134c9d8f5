import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Problem } from "@/lib/problem";
import { session } from "@/lib/session";
import { granted, problem, takeNetwork } from "@/testing/server";
import { download } from "./downloads";
import type { SessionOut } from "./schema.gen";

beforeEach(() => session.begin(granted("good") as unknown as SessionOut));
afterEach(() => vi.unstubAllGlobals());

test("a file is fetched with the token, under the name that the server gives it", async () => {
  const headers = { "content-disposition": "attachment; filename=rondel-dead-letters.csv" };
  const network = takeNetwork(() => new Response("id,state\r\n", { headers }));
  const { file, name } = await download("/api/ops/dlq.csv", {
    id: ["a", "b"],
    group: undefined,
    state: "all",
  });
  expect([name, await file.text()]).toEqual(["rondel-dead-letters.csv", "id,state\r\n"]);
  const [request] = network.requests;
  expect(new URL(request?.url ?? "").search).toBe("?id=a&id=b&state=all");
  expect(request?.headers.get("authorization")).toBe("Bearer good");
});

test("a file that is refused is a problem, and no file", async () => {
  takeNetwork(() => problem(403));
  await expect(download("/api/ops/dlq.csv")).rejects.toBeInstanceOf(Problem);
});
