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
  isHidden,
  asked,
  close,
  onWhole,
}: {
  /** It goes on unseen: its place is taken. */
  readonly isHidden: boolean;
  /** How often somebody asked for it: each time it has the focus, and only then. */
  readonly asked: number;
  readonly close: () => void;
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
  const aside = useRef<HTMLElement>(null);
  const answered = useRef(0);
  useEffect(() => {
    if (isHidden || asked === answered.current) return;
    answered.current = asked;
    aside.current?.querySelector("textarea")?.focus();
  }, [isHidden, asked]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    close();
  };
  return (
    <aside
      ref={aside}
      hidden={isHidden}
      aria-label={m.title}
      onKeyDown={onKeyDown}
      className="fixed inset-y-0 right-0 z-40 flex w-[26.5rem] max-w-full animate-fade flex-col border-l border-line bg-canvas shadow-float min-[1200px]:sticky min-[1200px]:z-auto min-[1200px]:top-0 min-[1200px]:h-dvh min-[1200px]:shrink-0 min-[1200px]:shadow-none"
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
        <Button look="quiet" size="icon" aria-label={m.close} onClick={close}>
          <X aria-hidden size={18} />
        </Button>
      </header>
      <ChatPanel conversationId={id} onBegun={latest.set} />
    </aside>
  );
}
