import { useEffect, useState } from "react";
import type { Thread } from "./thread";

const EVERY_MS = 2000;

/**
 * What screen readers are told of an answer while it comes: not each word, but every two seconds
 * what is new, and the rest at its end.
 */
export function useTold(thread: Thread): string {
  const last = thread.messages.at(-1);
  const text = last?.role === "assistant" ? spokenOf(last.parts) : "";
  const isStreaming = last?.state === "streaming";
  const [told, setTold] = useState({ upTo: 0, text: "", id: "" });
  const id = last?.id ?? "";
  useEffect(() => {
    const tell = (): void =>
      setTold((before) => {
        const from = before.id === id ? before.upTo : 0;
        if (text.length <= from) return before;
        return { id, upTo: text.length, text: text.slice(from) };
      });
    if (!isStreaming) {
      tell();
      return;
    }
    const timer = setTimeout(tell, EVERY_MS);
    return () => clearTimeout(timer);
  }, [id, text, isStreaming]);
  return told.id === id ? told.text : "";
}

function spokenOf(parts: Thread["messages"][number]["parts"]): string {
  return parts
    .map((part) => (part.type === "tool" ? (part.outcome?.words ?? "") : part.text))
    .filter((text) => text !== "")
    .join(" ");
}
