import { ArrowUp, Square } from "lucide-react";
import { type FormEvent, type KeyboardEvent, type RefObject, useState } from "react";
import { Button } from "@/components/ui/button";
import { m } from "./messages";

const LONGEST = 10_000;

/** Where something is said; Enter sends, Shift+Enter begins a new line. */
export function Composer({
  box,
  isBusy,
  onSend,
  onStop,
}: {
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly isBusy: boolean;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
}) {
  const [text, setText] = useState("");
  const send = (): void => {
    if (isBusy || text.trim() === "") return;
    onSend(text.trim());
    setText("");
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      onSubmit={onSubmit}
      className="flex items-end gap-2 rounded-2xl border border-line-strong bg-surface p-1.5 pl-3.5 focus-within:border-accent"
    >
      <textarea
        ref={box}
        rows={1}
        maxLength={LONGEST}
        aria-label={m.message}
        aria-describedby="chat-hint"
        placeholder={m.placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content max-h-40 min-h-8 grow resize-none bg-transparent py-1.5 outline-none placeholder:text-muted"
      />
      <span id="chat-hint" className="sr-only">
        {m.hint}
      </span>
      {isBusy ? (
        <Button size="icon" aria-label={m.stop} className="rounded-full" onClick={onStop}>
          <Square aria-hidden size={13} className="fill-current" />
        </Button>
      ) : (
        <Button
          type="submit"
          look="primary"
          size="icon"
          aria-label={m.send}
          className="rounded-full"
          disabled={text.trim() === ""}
        >
          <ArrowUp aria-hidden size={17} />
        </Button>
      )}
    </form>
  );
}
