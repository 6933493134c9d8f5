import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { Button, type ButtonProps } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";

type Pages = Pick<
  UseInfiniteQueryResult<unknown>,
  "hasNextPage" | "isFetchingNextPage" | "fetchNextPage" | "isFetchNextPageError" | "error"
>;

/** A button that brings the next page of a list, as long as there is one. */
export function MoreButton({
  pages,
  ...button
}: { readonly pages: Pages } & Omit<ButtonProps, "busy" | "onClick">) {
  if (!pages.hasNextPage) return null;
  return (
    <Button
      {...button}
      busy={pages.isFetchingNextPage}
      onClick={() => void pages.fetchNextPage()}
    />
  );
}

/** The next page of a list, when there is one, or why it did not come. */
export function LoadMore({ pages, title }: { readonly pages: Pages; readonly title: string }) {
  if (pages.isFetchNextPageError) {
    return <ErrorNote error={pages.error} onRetry={() => void pages.fetchNextPage()} />;
  }
  if (!pages.hasNextPage) return null;
  return (
    <div className="mt-4 flex justify-center">
      <MoreButton pages={pages}>{title}</MoreButton>
    </div>
  );
}
