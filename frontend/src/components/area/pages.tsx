import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonList } from "@/components/ui/skeleton";
import { m } from "./messages";

/** A list that comes in pages: on its way, refused, empty, or there with what follows it. */
export function Pages<T>({
  pages,
  empty,
  children,
}: {
  readonly pages: UseInfiniteQueryResult<readonly T[]>;
  readonly empty: ReactNode;
  readonly children: (items: readonly T[]) => ReactNode;
}) {
  const { data, error } = pages;
  if (data === undefined) {
    return error ? (
      <ErrorNote error={error} onRetry={() => void pages.refetch()} />
    ) : (
      <SkeletonList rows={5} />
    );
  }
  if (data.length === 0) return empty;
  return (
    <div>
      {children(data)}
      <LoadMore pages={pages} title={m.showMore} />
    </div>
  );
}
