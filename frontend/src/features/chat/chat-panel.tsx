import { useQuery } from "@tanstack/react-query";
import { Sparkles } from "lucide-react";
import { type RefObject, useEffect, useRef } from "react";
import { assistantOptions } from "@/api/chat/get-assistant";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { SkeletonList } from "@/components/ui/skeleton";
import { locale } from "@/lib/messages";
import { Problem } from "@/lib/problem";
import { ChatMessage } from "./chat-message";
import { Composer } from "./composer";
import { m } from "./messages";
import { useChat } from "./use-chat";
import { useTold } from "./use-told";

export interface ChatPanelProps {
  /** Null begins a new conversation. */
  readonly conversationId: string | null;
  readonly onBegun: (id: string) => void;
}

/** A conversation with the assistant, from its first word on. */
export function ChatPanel({ conversationId, onBegun }: ChatPanelProps) {
  const assistant = useQuery({ ...assistantOptions(), retry: false });
  const { thread, isBusy, isLoading, error, send, stop, again, reload } = useChat(
    conversationId,
    onBegun,
  );
  const box = useRef<HTMLTextAreaElement>(null);
  const end = useEnd(thread);
  const told = useTold(thread);
  useEffect(() => box.current?.focus(), []);
  if (isOff(assistant.error)) {
    return (
      <EmptyState
        icon={<Sparkles size={28} />}
        title={m.offTitle}
        text={offText(assistant.error)}
      />
    );
  }
  const say = (text: string): void => {
    send(text);
    box.current?.focus();
  };
  return (
    <div className="flex min-h-0 grow flex-col">
      <div ref={end} className="min-h-0 grow overflow-y-auto px-4">
        {isLoading ? <SkeletonList rows={4} /> : null}
        <ErrorNote error={error} onRetry={reload} />
        {thread.messages.length === 0 && !isLoading && !error ? <Hello onSay={say} /> : null}
        <ol aria-label={m.thread} className="flex flex-col gap-5 py-4">
          {thread.messages.map((message, index) => (
            <ChatMessage
              key={message.id}
              message={message}
              isLast={index === thread.messages.length - 1}
              isBusy={isBusy}
              onAnswer={say}
              onAgain={again}
            />
          ))}
        </ol>
      </div>
      <p aria-live="polite" className="sr-only">
        {told}
      </p>
      <div className="flex flex-col gap-1.5 px-4 pt-2 pb-3">
        <Composer box={box} isBusy={isBusy} onSend={say} onStop={stop} />
        <p className="px-1 text-xs text-muted">{whoAnswers(assistant.data)}</p>
      </div>
    </div>
  );
}

const isOff = (error: unknown): boolean =>
  error instanceof Problem && (error.status === 403 || error.status === 404);

const offText = (error: unknown): string =>
  error instanceof Problem && error.code === "chat.off" ? m.offText : m.noRight;

function whoAnswers(
  who:
    | { agent: "model" | "built_in"; model: string | null; tokens_left: number | null }
    | undefined,
): string {
  if (who === undefined) return "";
  if (who.agent === "built_in") return m.builtInAnswers;
  if (who.tokens_left === 0) return m.noTokens;
  const left = who.tokens_left?.toLocaleString(locale);
  return [m.modelAnswers(who.model ?? ""), left ? m.tokensLeft(left) : ""]
    .filter(Boolean)
    .join(" · ");
}

function Hello({ onSay }: { readonly onSay: (text: string) => void }) {
  return (
    <div className="flex flex-col items-center gap-2 pt-10 text-center">
      <div aria-hidden className="mb-2 rounded-2xl bg-accent-soft p-4 text-accent">
        <Sparkles size={28} />
      </div>
      <p className="text-lg font-medium">{m.hello}</p>
      <p className="max-w-md text-muted">{m.helloText}</p>
      <p className="mt-4 text-sm text-muted">{m.tryThese}</p>
      <ul className="flex w-full max-w-md flex-col gap-2">
        {m.examples.split("\n").map((example) => (
          <li key={example}>
            <button
              type="button"
              lang="en"
              onClick={() => onSay(example)}
              className="w-full rounded-xl border border-line bg-surface px-4 py-2.5 text-left hover:border-line-strong hover:bg-hover"
            >
              {example}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const NEAR_PX = 120;

/** Stays at the newest as it comes, unless somebody has scrolled up to read. */
function useEnd(thread: { messages: readonly unknown[] }): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const count = useRef(0);
  useEffect(() => {
    const box = element.current;
    if (box === null) return;
    const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    const isNew = thread.messages.length !== count.current;
    count.current = thread.messages.length;
    if (isNew || isNear) box.scrollTop = box.scrollHeight;
  }, [thread]);
  return element;
}
