import { X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { cn } from "@/lib/cn";
import { useStore } from "@/lib/store";
import { dismiss, toasts } from "@/lib/toasts";
import { m } from "@/messages/core";
import { Button } from "./button";

const SHOWN_MS = 8000;
/** Who reads slowly, or reaches a button late, gets there in time (WCAG 2.2.1). */
const ACTION_MS = 30_000;

/** What was just done, with a way back; pointing at it or focusing it stops its time. */
export function ToastViewer() {
  const shown = useStore(toasts);
  return (
    <Radix.Provider label={m.notification} swipeDirection="down">
      {shown.map((toast) => (
        <Radix.Root
          key={`${toast.id} ${toast.text}`}
          type={toast.tone === "error" ? "foreground" : "background"}
          duration={toast.action ? ACTION_MS : SHOWN_MS}
          onOpenChange={(open) => {
            if (!open) dismiss(toast.id);
          }}
          className={cn(
            "flex animate-rise items-center gap-3 rounded-xl border border-line bg-raised py-2 pr-2 pl-4 shadow-float",
            toast.tone === "error" && "border-danger/50",
          )}
        >
          <Radix.Description className="grow py-1">{toast.text}</Radix.Description>
          {toast.action ? (
            <Radix.Action asChild altText={toast.action.label}>
              <Button look="quiet" size="small" className="text-accent" onClick={toast.action.run}>
                {toast.action.label}
              </Button>
            </Radix.Action>
          ) : null}
          <Radix.Close asChild>
            <Button look="quiet" size="icon" aria-label={m.close}>
              <X aria-hidden size={16} />
            </Button>
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed inset-x-3 bottom-[calc(4.5rem+env(safe-area-inset-bottom)+var(--bar,0rem))] z-[60] mx-auto flex max-w-md flex-col gap-2 md:bottom-[calc(1.5rem+var(--bar,0rem))]" />
    </Radix.Provider>
  );
}
