import { EventSourceParserStream } from "eventsource-parser/stream";
import { Unreachable } from "./problem";

/** One event of a stream; `event` is its type. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}

/**
 * The events of an answer (HTML, server-sent events), until the stream ends.
 *
 * `EventSource` cannot send a token, so this reads a fetch. Silence for `patience` milliseconds is
 * a connection that is gone: the server says something every 15 seconds. `onHeard` is called with
 * whatever comes, also with what is no event. Throws Unreachable.
 */
export async function* streamEvents(
  response: Response,
  { patience = 40_000, onHeard }: { patience?: number; onHeard?: () => void } = {},
): AsyncGenerator<StreamEvent> {
  if (response.body === null) return;
  const reader = response.body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(heartbeat(patience, onHeard))
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw new Unreachable(error);
      });
      if (done) return;
      yield { event: value.event ?? "message", data: value.data, id: value.id };
    }
  } finally {
    await reader.cancel().catch(() => undefined); // it may have ended by itself
  }
}

/** Passes everything on, and fails when nothing comes for too long. */
function heartbeat(patience: number, onHeard?: () => void): TransformStream<string, string> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watch = (controller: TransformStreamDefaultController<string>): void => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.error(new Unreachable("silence")), patience);
  };
  const transformer: Transformer<string, string> & { cancel: () => void } = {
    start: watch,
    transform(text, controller) {
      watch(controller);
      onHeard?.();
      controller.enqueue(text);
    },
    flush: () => clearTimeout(timer),
    cancel: () => clearTimeout(timer),
  };
  return new TransformStream(transformer);
}
