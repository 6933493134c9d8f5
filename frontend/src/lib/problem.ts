import type { FieldProblem, Problem as ProblemDocument } from "@/api/schema.gen";

/** The server refused: its problem document (RFC 9457), and what its headers add. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly FieldProblem[];
  /** Id of the request in the server's log; empty if the server did not write the answer. */
  readonly requestId: string;
  /** Seconds to wait before trying again; null if the server did not say. */
  readonly retryAfter: number | null;
  /** The document as it came, with members that only some codes have. */
  readonly document: ProblemDocument & Readonly<Record<string, unknown>>;

  constructor(document: ProblemDocument & Record<string, unknown>, retryAfter: number | null) {
    super(document.title);
    this.name = "Problem";
    this.code = document.code;
    this.status = document.status;
    this.detail = document.detail;
    this.errors = document.errors ?? [];
    this.requestId = document.instance;
    this.retryAfter = retryAfter;
    this.document = document;
  }

  /** What is wrong with one field of the body; its first words, or nothing. */
  field(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer)?.message;
  }
}

/** No answer came: the server is down, or there is no network. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("The server cannot be reached", { cause });
    this.name = "Unreachable";
  }
}

/** The answer as a problem, also where something between us and the server wrote it. */
export async function problemOf(response: Response): Promise<Problem> {
  const wait = Number.parseFloat(response.headers.get("retry-after") ?? "");
  const kind = response.headers.get("content-type") ?? "";
  const body: unknown = kind.includes("json") ? await response.json().catch(() => null) : null;
  return new Problem(
    isProblem(body)
      ? body
      : {
          type: "about:blank",
          code: "http",
          title: response.statusText || `HTTP ${response.status}`,
          status: response.status,
          detail: "",
          instance: response.headers.get("x-request-id") ?? "",
        },
    Number.isFinite(wait) ? wait : null,
  );
}

function isProblem(body: unknown): body is ProblemDocument & Record<string, unknown> {
  return typeof body === "object" && body !== null && "code" in body && "status" in body;
}

/** Whether trying the same again may help, be it in a while. */
export const isForLater = (error: unknown): boolean =>
  isPassing(error) || (error instanceof Problem && error.status === 429);

/** Whether trying the same again may help. */
export function isPassing(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Problem && error.status >= 500);
}
