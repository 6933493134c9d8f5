import createClient from "openapi-fetch";
import { problemOf, Unreachable } from "@/lib/problem";
import { randomId } from "@/lib/secure";
import { session } from "@/lib/session";
import type { paths } from "./schema.gen";

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
  return good(await send(withToken(again, next)));
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

async function send(request: Request): Promise<Response> {
  return fetch(request).catch((error: unknown) => {
    throw request.signal.aborted ? error : new Unreachable(error);
  });
}

async function good(response: Response): Promise<Response> {
  if (!response.ok) throw await problemOf(response);
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
