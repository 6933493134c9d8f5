import { useEffect, useState } from "react";
import { m } from "@/messages/core";

const AFTER_MS = 200;

/** Grey lines where a list will be; not before it has taken a while. */
export function SkeletonList({ rows = 6 }: { readonly rows?: number }) {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isLate) return null;
  return (
    <div role="status" aria-label={m.loading} className="flex animate-fade flex-col gap-4 py-3">
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        <div key={index} className="flex items-center gap-3">
          <div className="size-5 rounded-full bg-line" />
          <div
            className="h-3.5 rounded bg-line"
            style={{ width: `${40 + ((index * 17) % 45)}%` }}
          />
        </div>
      ))}
    </div>
  );
}
