import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { m } from "./messages";

const SAID_MS = 2500;

/** Copies a text, and says that it did. Where the browser forbids it, the text can be selected. */
export function CopyButton({
  text,
  label = m.copy,
}: {
  readonly text: string;
  readonly label?: string;
}) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), SAID_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = (): void => {
    // Over plain http there is no clipboard.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    const written = clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
    written.then(
      () => setState("copied"),
      () => setState("failed"),
    );
  };
  const Icon = state === "copied" ? Check : Copy;
  return (
    <>
      <Button size="small" onClick={copy}>
        <Icon aria-hidden size={15} />
        {state === "copied" ? m.copied : state === "failed" ? m.copyFailed : label}
      </Button>
      <span role="status" className="sr-only">
        {state === "copied" ? m.copied : ""}
      </span>
    </>
  );
}
