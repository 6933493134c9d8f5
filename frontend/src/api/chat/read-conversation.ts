import { api, body } from "../client";
import type { MessageOut } from "../schema.gen";

const PAGE = 200;

/** All that was said in a conversation, oldest first. It comes in pages of 200 messages. */
export async function readConversation(id: string, signal?: AbortSignal): Promise<MessageOut[]> {
  const messages: MessageOut[] = [];
  let cursor: number | null = 0;
  while (cursor !== null) {
    const page: { messages: MessageOut[]; next_cursor: number | null } = await body(
      api.GET("/api/chat/conversations/{conversation_id}", {
        params: { path: { conversation_id: id }, query: { cursor, limit: PAGE } },
        ...(signal ? { signal } : {}),
      }),
    );
    messages.push(...page.messages);
    cursor = page.next_cursor;
  }
  return messages;
}
