import { vi } from "vitest";

/** What the network answers: an answer, or a failure of the network itself. */
type Answer = (request: Request) => Response | Promise<Response>;

export interface Network {
  /** `METHOD /path` of every request, in order. */
  readonly asked: string[];
  readonly requests: Request[];
  answer: Answer;
}

/** The network is a function, so that a test decides when an answer comes, and when none does. */
export function takeNetwork(answer: Answer): Network {
  const network: Network = { asked: [], requests: [], answer };
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    // The signal of jsdom is not one that Node's Request takes.
    const { signal, ...rest } = init ?? {};
    const request =
      input instanceof Request ? input : new Request(new URL(String(input), location.origin), rest);
    network.requests.push(request);
    network.asked.push(`${request.method} ${new URL(request.url).pathname}`);
    if (signal?.aborted) throw signal.reason;
    return network.answer(request);
  });
  return network;
}

/** An answer as the API gives it. */
export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": status < 400 ? "application/json" : "application/problem+json",
      ...headers,
    },
  });

export const problem = (status: number, headers: Record<string, string> = {}): Response =>
  json(
    {
      type: "about:blank",
      code: `test.${status}`,
      title: "No",
      status,
      detail: "No.",
      instance: "r1",
    },
    status,
    headers,
  );

/** A session that begins or goes on. */
export const granted = (token: string, userId = "u1") => ({
  access_token: token,
  token_type: "bearer" as const,
  expires_in: 900,
  user: { id: userId },
});

/** No answer. */
export const noNetwork = (): Promise<Response> => Promise.reject(new TypeError("Failed to fetch"));
