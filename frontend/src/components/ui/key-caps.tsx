import { Fragment } from "react";
import { cn } from "@/lib/cn";
import { keyNames } from "@/lib/keys";

/** Keys as they are printed on a keyboard; letters one after the other stand apart. */
export function KeyCaps({
  keys,
  className,
}: {
  readonly keys: string;
  readonly className?: string;
}) {
  return (
    <span className={cn("inline-flex shrink-0 items-center gap-1.5 text-xs", className)}>
      {keyNames(keys).map((press, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same key may come twice, in this order
        <Fragment key={index}>
          <span className="inline-flex gap-0.5">
            {press.map((name) => (
              <kbd
                key={name}
                className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-line bg-surface px-1 font-sans text-muted"
              >
                {name}
              </kbd>
            ))}
          </span>
        </Fragment>
      ))}
    </span>
  );
}
