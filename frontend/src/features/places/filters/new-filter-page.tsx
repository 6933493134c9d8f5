import { Page } from "@/components/layout/page";
import { m } from "../messages";
import { FilterEditor } from "./filter-editor";

/** A filter that is not kept yet. */
export function NewFilterPage({ query }: { readonly query: string }) {
  return (
    <Page title={m.newFilter}>
      <FilterEditor filter={null} query={query} />
    </Page>
  );
}
