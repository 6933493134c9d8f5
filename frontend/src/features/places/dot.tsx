import { Tag } from "lucide-react";
import { cn } from "@/lib/cn";

/** The colour of a project, or a ring where it has none. */
export function Dot({ color, className }: { readonly color: string | null; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn("flex size-4.5 shrink-0 items-center justify-center", className)}
    >
      <span
        className={cn("size-2.5 rounded-full", color === null && "border-2 border-line-strong")}
        style={color === null ? undefined : { backgroundColor: color }}
      />
    </span>
  );
}

/** The colour of a label. */
export function TagDot({ color }: { readonly color: string | null }) {
  return (
    <Tag
      aria-hidden
      size={16}
      className="mx-px shrink-0"
      style={color === null ? undefined : { color }}
    />
  );
}
