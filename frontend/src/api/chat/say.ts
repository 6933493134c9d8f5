import { type StreamEvent, streamEvents } from "@/lib/sse";
import { authorizedFetch } from "../client";
import type { ChatIn } from "../schema.gen";

/** A model may think for long before it says a word; the server itself gives up sooner. */
const PATIENCE_MS = 180_000;

/**
 * Says something to the assistant; the events of its answer as they come.
 *
 * Throws Problem, Unreachable, SignedOut, and what `signal` was aborted with.
 */
export async function* say(message: ChatIn, signal: AbortSignal): AsyncGenerator<StreamEvent> {
  const response = await authorizedFetch(
    new Request(new URL("/api/chat", location.origin), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(message),
      signal,
    }),
  );
  yield* streamEvents(response, { patience: PATIENCE_MS });
}
