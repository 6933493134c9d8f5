import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useCreateSection } from "@/api/sections/create-section";
import { cn } from "@/lib/cn";
import { m } from "../messages";
import { NameInput } from "../name-input";
import { useTold } from "../use-told";

/** Behind the last section: another one. */
export function AddSection({
  projectId,
  className,
}: {
  readonly projectId: string;
  readonly className?: string;
}) {
  const mutate = useTold(useCreateSection(projectId));
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (isOpen) {
    return (
      <NameInput
        label={m.sectionName}
        className={cn("font-semibold", className)}
        onName={(name) => mutate(name)}
        onClose={() => {
          setIsOpen(false);
          requestAnimationFrame(() => button.current?.focus());
        }}
      />
    );
  }
  return (
    <button
      ref={button}
      type="button"
      onClick={() => setIsOpen(true)}
      className={cn(
        "flex items-center gap-2 rounded-lg py-2 text-sm font-medium text-muted hover:text-accent pointer-coarse:py-3",
        className,
      )}
    >
      <Plus aria-hidden size={16} />
      {m.addSection}
    </button>
  );
}
