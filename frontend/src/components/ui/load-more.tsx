import type { UseSuspenseInfiniteQueryResult } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";

type Pages = Pick<
  UseSuspenseInfiniteQueryResult<unknown>,
  "hasNextPage" | "isFetchingNextPage" | "fetchNextPage" | "isFetchNextPageError" | "error"
>;

/** The next page of a list, when there is one, or why it did not come. */
export function LoadMore({ pages, title }: { readonly pages: Pages; readonly title: string }) {
  if (pages.isFetchNextPageError) {
    return <ErrorNote error={pages.error} onRetry={() => void pages.fetchNextPage()} />;
  }
  if (!pages.hasNextPage) return null;
  return (
    <div className="mt-4 flex justify-center">
      <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
        {title}
      </Button>
    </div>
  );
}
