import { Maximize2, MessageSquarePlus, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { createStore, useStore } from "@/lib/store";
import { ChatPanel } from "./chat-panel";
import { m } from "./messages";

/** The conversation of the side panel; it is there again when the panel is opened again. */
const latest = createStore<string | null>(null);

/** The assistant beside the page. Escape closes it, and the focus is where it was. */
export function ChatSide({
  onClose,
  onWhole,
}: {
  readonly onClose: () => void;
  /** Shows the conversation on a page of its own. */
  readonly onWhole: (id: string | null) => void;
}) {
  const id = useStore(latest);
  const before = useRef(document.activeElement);
  useEffect(() => {
    const { current } = before;
    return () => {
      if (current instanceof HTMLElement) current.focus();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    onClose();
  };
  return (
    <aside
      aria-label={m.title}
      onKeyDown={onKeyDown}
      className="fixed inset-y-0 right-0 z-30 flex w-[26rem] max-w-full animate-rise flex-col border-l border-line bg-canvas shadow-float"
    >
      <header className="flex items-center gap-1 border-b border-line py-2.5 pr-2 pl-4">
        <h2 className="grow font-semibold">{m.title}</h2>
        <Button
          look="quiet"
          size="icon"
          aria-label={m.newConversation}
          onClick={() => latest.set(null)}
        >
          <MessageSquarePlus aria-hidden size={17} />
        </Button>
        <Button
          look="quiet"
          size="icon"
          aria-label={m.conversations}
          onClick={() => onWhole(latest.get())}
        >
          <Maximize2 aria-hidden size={16} />
        </Button>
        <Button look="quiet" size="icon" aria-label={m.close} onClick={onClose}>
          <X aria-hidden size={18} />
        </Button>
      </header>
      <ChatPanel conversationId={id} onBegun={latest.set} />
    </aside>
  );
}
