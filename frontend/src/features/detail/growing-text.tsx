import { type ComponentProps, type RefObject, useLayoutEffect, useRef } from "react";
import { cn } from "@/lib/cn";

/** A text area that is as high as its text. */
export function GrowingText({
  className,
  value,
  areaRef,
  ...rest
}: ComponentProps<"textarea"> & { readonly areaRef?: RefObject<HTMLTextAreaElement | null> }) {
  const own = useRef<HTMLTextAreaElement>(null);
  const ref = areaRef ?? own;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has another height
  useLayoutEffect(() => {
    const area = ref.current;
    if (area === null) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [value, ref]);
  return (
    <textarea
      ref={ref}
      rows={1}
      dir="auto"
      value={value}
      className={cn(
        "block w-full resize-none overflow-hidden rounded-md bg-transparent [overflow-wrap:anywhere] placeholder:text-muted",
        className,
      )}
      {...rest}
    />
  );
}
