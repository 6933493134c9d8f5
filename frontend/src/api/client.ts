import createClient from "openapi-fetch";
import { problemOf, Unreachable } from "@/lib/problem";
import { randomId } from "@/lib/secure";
import { SignedOut, session } from "@/lib/session";
import { inWords } from "./problem-words";
import type { paths } from "./schema.gen";

/** Longer than any answer takes to begin; a network that swallows everything looks like this. */
const PATIENCE_MS = 30_000;

/**
 * Asks the server as the user who is signed in.
 *
 * A token that ended meanwhile is refreshed once, unseen. Throws Problem, Unreachable, SignedOut.
 */
export async function authorizedFetch(input: Request): Promise<Response> {
  const again = input.clone();
  const token = await session.token();
  const response = await send(withToken(input, token));
  if (response.status !== 401 || (await isAboutProof(response))) return good(response);
  const worn = session.current;
  const next = worn?.token === token ? (await session.refresh(worn)).token : await session.token();
  const answer = await send(withToken(again, next));
  if (answer.status !== 401) return good(answer);
  session.end("server"); // a new token is refused: the account is gone, or this device was
  throw new SignedOut();
}

/** Whether the password or code in the body was wrong: another token would not help. */
async function isAboutProof(response: Response): Promise<boolean> {
  return (await problemOf(response.clone())).code === "auth.bad_credentials";
}

/** Asks as nobody: signing in, the status page. Throws Problem, Unreachable. */
async function publicFetch(input: Request): Promise<Response> {
  return good(await send(input));
}

function withToken(request: Request, token: string): Request {
  request.headers.set("authorization", `Bearer ${token}`);
  return request;
}

/** The answer as soon as it begins; a file that is sent may take as long as it takes. */
async function send(request: Request): Promise<Response> {
  const patience = new AbortController();
  const isLong = request.body !== null && !isJson(request);
  const timer = isLong ? undefined : setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    return await fetch(request, { signal: AbortSignal.any([request.signal, patience.signal]) });
  } catch (error) {
    throw request.signal.aborted ? error : new Unreachable(error);
  } finally {
    clearTimeout(timer);
  }
}

const isJson = (request: Request): boolean =>
  request.headers.get("content-type")?.includes("json") ?? false;

async function good(response: Response): Promise<Response> {
  if (!response.ok) throw inWords(await problemOf(response));
  return response;
}

/** Calls with the user's token. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: authorizedFetch });

/** Calls that need none. */
export const publicApi = createClient<paths>({ baseUrl: location.origin, fetch: publicFetch });

/** The body of an answer. What did not go well was thrown before. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

/** Headers of a change: sent again, it is done once; and only to the version that was seen. */
export function changing(version?: number): Record<string, string> {
  const key = { "Idempotency-Key": randomId() };
  return version === undefined ? key : { ...key, "if-match": `"${version}"` };
}
