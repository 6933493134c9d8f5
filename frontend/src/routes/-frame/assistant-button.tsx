import { Sparkles } from "lucide-react";
import { Button } from "@/components/ui/button";
import { m } from "@/messages/core";

/** Opens the assistant, or closes it. */
export function AssistantButton({ onPress }: { readonly onPress: () => void }) {
  return (
    <Button look="quiet" className="w-full justify-start px-2.5" onClick={onPress}>
      <Sparkles aria-hidden size={17} />
      {m.assistant}
    </Button>
  );
}
