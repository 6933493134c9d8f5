import { useEffect, useRef } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { SkeletonList } from "@/components/ui/skeleton";

/** Below a list that goes on: what follows is fetched before anybody sees the end. */
export function ListFoot({
  isFetching,
  error,
  onMore,
}: {
  readonly isFetching: boolean;
  readonly error: unknown;
  readonly onMore: () => void;
}) {
  const foot = useRef<HTMLDivElement>(null);
  const hasFailed = error !== null;
  useEffect(() => {
    const element = foot.current;
    if (element === null || isFetching || hasFailed) return;
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) onMore();
      },
      { rootMargin: "1500px 0px" },
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, [isFetching, hasFailed, onMore]);
  return (
    <div ref={foot} className="min-h-16 py-2">
      {hasFailed ? <ErrorNote error={error} onRetry={onMore} /> : null}
      {isFetching ? <SkeletonList rows={3} /> : null}
    </div>
  );
}
