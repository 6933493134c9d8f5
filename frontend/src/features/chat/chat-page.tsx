import { MessageSquarePlus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { usePageTitle } from "@/lib/use-page-title";
import { ChatPanel } from "./chat-panel";
import { ConversationList } from "./conversation-list";
import { m } from "./messages";

/** The assistant with the whole page: conversations beside the one that is open. */
export function ChatPage({
  conversationId,
  onChoose,
}: {
  readonly conversationId: string | null;
  readonly onChoose: (id: string | null) => void;
}) {
  usePageTitle(m.title);
  return (
    <div className="flex h-[calc(100dvh-3.5rem-env(safe-area-inset-bottom))] md:h-dvh">
      <section className="mx-auto flex min-w-0 max-w-3xl grow flex-col">
        <header className="flex items-center justify-between gap-3 px-4 pt-5 pb-2">
          <h1 className="text-2xl font-semibold tracking-tight">{m.title}</h1>
          <Button size="small" onClick={() => onChoose(null)}>
            <MessageSquarePlus aria-hidden size={16} />
            {m.newConversation}
          </Button>
        </header>
        <details className="px-4 lg:hidden">
          <summary className="w-fit text-sm text-muted">{m.conversations}</summary>
          <div className="mt-1 max-h-48 overflow-y-auto">
            <ConversationList current={conversationId} onChoose={onChoose} />
          </div>
        </details>
        <ChatPanel conversationId={conversationId} onBegun={onChoose} />
      </section>
      <div className="hidden w-64 shrink-0 overflow-y-auto border-l border-line px-3 py-5 lg:block">
        <h2 className="px-2.5 pb-2 text-sm font-medium text-muted">{m.conversations}</h2>
        <ConversationList current={conversationId} onChoose={onChoose} />
      </div>
    </div>
  );
}
